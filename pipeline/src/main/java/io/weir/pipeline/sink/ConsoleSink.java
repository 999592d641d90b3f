package io.weir.pipeline.sink;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import io.weir.pipeline.source.Position;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows printed to be looked at, epoch by epoch. Immutable.
 *
 * <p>It remembers nothing: every run begins at the beginning of the source and prints all again. Rows of an epoch are held in memory until they are printed.
 */
public final class ConsoleSink implements Sink {
    private final PrintStream out;
    private final Function<StructType, RowPrinter> form;

    private ConsoleSink(PrintStream out, Function<StructType, RowPrinter> form) {
        this.out = out;
        this.form = form;
    }

    /** @param form how rows of a schema are printed, such as {@code RowPrinter::jsonLines} */
    public static ConsoleSink of(PrintStream out, Function<StructType, RowPrinter> form) {
        return new ConsoleSink(out, form);
    }

    @Override
    public String identity() {
        return "console";
    }

    @Override
    public SinkSession open(String appId) {
        return new Session();
    }

    private record Rows(List<ColumnBatch> batches) implements SinkPart {
        @Override
        public long rows() {
            return batches.stream().mapToLong(ColumnBatch::rowCount).sum();
        }

        @Override
        public long bytes() {
            return 0; // nothing is written before it is printed
        }
    }

    private static final class Task implements SinkTask {
        private List<ColumnBatch> batches = new ArrayList<>();

        @Override
        public void write(ColumnBatch rows) {
            batches.add(rows);
        }

        @Override
        public SinkPart finish() {
            Rows rows = new Rows(batches);
            batches = new ArrayList<>();
            return rows;
        }

        @Override
        public void close() {
            batches.clear();
        }
    }

    private final class Session implements SinkSession {
        private @Nullable Long lastEpoch;
        private Position position = Position.START;
        private @Nullable StructType schema;
        private @Nullable RowPrinter printer;

        @Override
        public @Nullable Long lastEpoch() {
            return lastEpoch;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public SinkTask task() {
            return new Task();
        }

        @Override
        public void commit(long epoch, @Nullable Long before, Position newPosition, List<SinkPart> parts) {
            try {
                for (SinkPart part : parts) {
                    for (ColumnBatch rows : ((Rows) part).batches) {
                        print(rows);
                    }
                }
                if (printer != null) {
                    printer.show(out);
                }
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lastEpoch = epoch;
            position = newPosition;
        }

        /** Other columns than before begin anew. */
        private void print(ColumnBatch rows) throws IOException {
            RowPrinter current = printer;
            if (current == null || !rows.schema().equals(schema)) {
                end();
                current = form.apply(rows.schema());
                printer = current;
                schema = rows.schema();
            }
            current.print(rows, out);
        }

        private void end() throws IOException {
            if (printer != null) {
                printer.finish(out);
                out.flush();
            }
        }

        @Override
        public void close() {
            try {
                end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
