package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.FilePosition;
import io.weir.pipeline.decode.InputFile;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one input to its end: finds the schema when there is something to find it in, then gives batches. One thread at a time. */
final class InputReading implements AutoCloseable {
    private final InputFile input;
    private final String name;
    private final FilePosition from;
    private final FileFormat format;
    private final @Nullable StructType schema;
    private final ReadSettings settings;
    private boolean started;
    private boolean ended;
    private FilePosition last;

    InputReading(
            InputFile input,
            String name,
            FilePosition from,
            FileFormat format,
            @Nullable StructType schema,
            ReadSettings settings) {
        this.input = input;
        this.name = name;
        this.from = from;
        this.format = format;
        this.schema = schema;
        this.settings = settings;
        this.last = from;
    }

    /** @param moved the position of this input as the source's partitions */
    @Nullable
    SourceBatch next(int maxRows, Consumer<BadRecord> bad, Function<FilePosition, Map<String, Long>> moved) {
        if (ended || (!started && !start())) {
            return null;
        }
        ended = input.next(maxRows, bad) == InputFile.State.END;
        FilePosition position = input.position();
        long records = position.rows() - last.rows();
        long bytes = position.bytes() - last.bytes();
        last = position;
        if (records == 0) {
            return null;
        }
        return new SourceBatch(input.take(), records, bytes, ended ? 1 : 0, moved.apply(position));
    }

    private boolean start() {
        if (!input.ready()) {
            return false;
        }
        InputColumns columns = InputColumns.of(schema, settings, format, name, input::infer);
        input.mayAppear(columns.mayAppear());
        input.start(columns.columns(), from);
        started = true;
        return true;
    }

    boolean ended() {
        return ended;
    }

    FilePosition position() {
        return last;
    }

    @Override
    public void close() {
        input.close();
    }
}
