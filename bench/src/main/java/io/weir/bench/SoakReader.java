package io.weir.bench;

import io.weir.format.batch.LongVector;
import io.weir.source.Source;
import io.weir.source.SourceBatch;
import io.weir.source.SourceStart;
import io.weir.source.SourceStream;
import io.weir.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads a table as a stream, on a thread of its own, and counts: the column {@code value} is the number of the row. */
final class SoakReader {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path path;
    private final Thread thread = new Thread(this::read, "soak-reader");
    private volatile long rows;
    private volatile long wanted = Long.MAX_VALUE;
    private volatile @Nullable String failure;

    SoakReader(Path path) {
        this.path = path;
        thread.setDaemon(true);
        thread.start();
    }

    @Nullable
    String failure() {
        return failure;
    }

    /** Waits until so many rows have come; were they all, each once and in order? */
    boolean finish(long rowsInAll) throws InterruptedException {
        wanted = rowsInAll;
        thread.join(PATIENCE.toMillis());
        if (failure == null && rows != rowsInAll) {
            failure = rows + " of " + rowsInAll + " rows came";
        }
        return failure == null;
    }

    private void read() {
        try (Table table = Table.open(path)) {
            Source source = Source.of(table).startingAt(SourceStart.version(0));
            try (SourceStream stream = source.stream(source.initial())) {
                while (rows < wanted && failure == null) {
                    SourceBatch batch = stream.next(1 << 14);
                    if (batch == null) {
                        stream.await(Duration.ofMillis(100));
                    } else {
                        look((LongVector) batch.rows().column("value"));
                    }
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            failure = e.toString();
        }
    }

    private void look(LongVector values) {
        long expected = rows;
        for (int i = 0; i < values.length(); i++, expected++) {
            if (values.value(i) != expected) {
                failure = "expected row " + expected + ", found " + values.value(i);
                return;
            }
        }
        rows = expected;
    }
}
