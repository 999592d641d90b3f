package io.weir.pipeline.sink.files;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import io.weir.pipeline.sink.SinkException;
import io.weir.pipeline.sink.SinkPart;
import io.weir.pipeline.sink.SinkTask;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the hidden files of one task. One thread at a time. */
final class FilesTask implements SinkTask {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FilesSink.Writing writing;
    /** How hidden names begin. */
    private final String prefix;

    private final List<String> finished = new ArrayList<>();
    private long rows;
    private long bytes;
    private @Nullable Open open;

    /** What a task wrote in one epoch, durable under hidden names. */
    record Written(List<String> hidden, long rows, long bytes) implements SinkPart {
        Written {
            hidden = List.copyOf(hidden);
        }
    }

    private record Open(String name, StructType schema, RowPrinter printer, OutputStream out) {}

    FilesTask(FilesSink.Writing writing, String prefix) {
        this.writing = writing;
        this.prefix = prefix;
    }

    @Override
    public void write(ColumnBatch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        try {
            Open current = open;
            if (current != null && !current.schema.equals(batch.schema())) {
                end();
                current = null;
            }
            if (current == null) {
                current = begin(batch.schema());
                open = current;
            }
            current.printer.print(batch, current.out);
            rows += batch.rowCount();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private Open begin(StructType schema) throws IOException {
        String name = prefix + UUID.randomUUID();
        OutputStream file = Files.newOutputStream(path(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            OutputStream out = new BufferedOutputStream(writing.compression().around(file), BUFFER_BYTES);
            return new Open(name, schema, writing.form().printer(schema), out);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void end() throws IOException {
        Open current = open;
        if (current != null) {
            current.printer.finish(current.out);
            current.out.close();
            try (FileChannel file = FileChannel.open(path(current.name), StandardOpenOption.WRITE)) {
                file.force(true);
            }
            open = null;
            finished.add(current.name);
            bytes += Files.size(path(current.name));
        }
    }

    private Path path(String name) {
        return writing.directory().resolve(name);
    }

    @Override
    public SinkPart finish() {
        try {
            end();
        } catch (IOException e) {
            throw unwritable(e);
        }
        Written written = new Written(finished, rows, bytes);
        finished.clear();
        rows = 0;
        bytes = 0;
        return written;
    }

    private SinkException unwritable(IOException e) {
        return new SinkException(
                "Rows cannot be written into files {cause=" + e + ", directory=" + writing.directory() + "}", e);
    }

    @Override
    public void close() {
        try {
            Open current = open;
            if (current != null) {
                current.out.close();
                finished.add(current.name);
                open = null;
            }
            for (String name : finished) {
                Files.deleteIfExists(path(name));
            }
            finished.clear();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }
}
