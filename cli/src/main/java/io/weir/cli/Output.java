package io.weir.cli;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Rows on their way to standard output. One thread at a time. */
final class Output implements AutoCloseable {
    private final RowPrinter printer;
    private final PrintStream out;

    private Output(RowPrinter printer, PrintStream out) {
        this.printer = printer;
        this.out = out;
    }

    static Output open(OutputForm form, StructType schema) {
        RowPrinter printer = switch (form) {
            case table -> RowPrinter.table(schema, Terminal.width());
            case json -> RowPrinter.jsonArray(schema);
            case jsonl -> RowPrinter.jsonLines(schema);
            case csv -> RowPrinter.csv(schema);
            case canonical -> RowPrinter.canonical(schema);
        };
        return new Output(printer, System.out);
    }

    /** One line of text that is already in the form asked for. */
    static void line(String text) {
        text(text + "\n");
    }

    static void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        System.out.write(utf8, 0, utf8.length);
        System.out.flush();
    }

    /**
     * Prints rows.
     *
     * @return false if nobody reads our output any more, as behind {@code | head}
     */
    boolean write(ColumnBatch batch) {
        try {
            printer.print(batch, stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return !out.checkError();
    }

    /** Shows what was printed so far; false if nobody reads it any more. */
    boolean flush() {
        try {
            printer.show(stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
        return !out.checkError();
    }

    @Override
    public void close() {
        try {
            printer.finish(stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }

    private OutputStream stream() {
        return out;
    }
}
