package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.text.RowPrinter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    private String run(Numbers numbers) {
        Query.from(numbers)
                .to(Sinks.console(out, RowPrinter::csv))
                .maxRowsPerEpoch(3)
                .start()
                .await();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rowsArePrintedUnderOneHeaderAndAgainInTheNextRun() {
        assertThat(run(new Numbers(1, 4))).isEqualTo("part,n\n0,0\n0,1\n0,2\n0,3\n");
        bytes.reset();
        assertThat(run(new Numbers(1, 1))).isEqualTo("part,n\n0,0\n");
    }

    @Test
    void otherColumnsHaveAnotherHeader() {
        Numbers numbers = new Numbers(1, 2);
        numbers.wideFrom = 1;
        bytes.reset();

        assertThat(Query.from(numbers)
                        .to(Sinks.console(out, RowPrinter::csv))
                        .maxRowsPerEpoch(1)
                        .start()
                        .await()
                        .rowsOut())
                .isEqualTo(2);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("part,n\n0,0\npart,n,more\n0,1,w\n");
    }
}
