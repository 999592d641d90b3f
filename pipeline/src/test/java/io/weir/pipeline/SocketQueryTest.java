package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.Row;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.SocketSource;
import io.weir.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records over a connection. */
@Timeout(60)
class SocketQueryTest {
    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        server.close();
    }

    private Query query(FileFormat format) {
        SocketSource source = Sources.socket(server.getInetAddress().getHostAddress(), server.getLocalPort(), format);
        return Query.from(source).to(directory.resolve("t")).create().appId("socket");
    }

    private static void send(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void awaitRows(RunningQuery query, long rows) {
        while (query.lastProgress()
                .map(progress -> progress.total().rowsOut() < rows || progress.version() == null)
                .orElse(true)) {
            assertThat(query.await(Duration.ofMillis(5))).isEmpty();
        }
    }

    private List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            for (Row row : table.appends(0).rows()) {
                numbers.add(row.longValue("n"));
            }
        }
        return numbers;
    }

    @Test
    void recordsAreCommittedAsTheyComeAndAfterARestartThoseOfTheNextConnectionFollow() throws Exception {
        for (int run = 0; run < 2; run++) {
            RunningQuery query = query(FileFormat.JSON)
                    .trigger(run == 0 ? Trigger.continuous(Duration.ofMillis(10)) : Trigger.asFastAsPossible())
                    .start();
            try (Socket peer = server.accept()) {
                send(peer, "{\"n\":" + run * 10 + "}\n");
                awaitRows(query, 1);
                send(peer, "{\"n\":" + (run * 10 + 1) + "}\n");
                awaitRows(query, 2);
                query.stop();
            }
        }

        assertThat(numbers()).containsExactly(0L, 1L, 10L, 11L);
    }

    @Test
    void theEndOfTheConnectionIsTheEndOfTheQuery() throws Exception {
        RunningQuery query = query(FileFormat.CSV).start();
        try (Socket peer = server.accept()) {
            send(peer, "n,s\n1,a\n2,b\n3,c"); // the last line ends with the connection
        }

        assertThat(query.await().rowsOut()).isEqualTo(3);
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aQueryThatHasHeardNothingYetCanBeStopped() throws Exception {
        for (Trigger trigger : List.of(Trigger.asFastAsPossible(), Trigger.continuous(Duration.ofMillis(10)))) {
            RunningQuery query = query(FileFormat.JSON).trigger(trigger).start();
            try (Socket peer = server.accept()) {
                long begun = System.nanoTime();
                assertThat(query.stop().rowsIn()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
                assertThat(peer.isConnected()).isTrue();
            }
        }
    }

    @Test
    void whoDoesNotListenIsNamedAndAnIdIsNeeded() throws Exception {
        server.close();
        assertThatThrownBy(() -> query(FileFormat.JSON).start())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("source=tcp://127.0.0.1:" + server.getLocalPort());
        assertThatThrownBy(() -> Query.from(Sources.socket("localhost", 1, FileFormat.JSON))
                        .to(directory.resolve("t"))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("application id");
        assertThatThrownBy(() -> Sources.socket("localhost", 1, FileFormat.PARQUET))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
