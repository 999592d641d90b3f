package io.weir.pipeline.source;

import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.FilePosition;
import io.weir.pipeline.decode.InputFile;
import io.weir.pipeline.decode.SchemaGrowth;
import io.weir.pipeline.decode.UnknownFields;
import java.util.ArrayList;
import java.util.List;
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
        input.start(columns(), from);
        started = true;
        return true;
    }

    /** What rows become: the schema, or what the input shows, or the first with what the second adds. */
    private StructType columns() {
        StructType known = schema;
        if (known == null) {
            return named(input.infer());
        }
        boolean grows = format.unknownFields() == UnknownFields.ADD;
        boolean leavesOut = !settings.known().isEmpty() && saysItsColumns();
        if (!grows && !leavesOut) {
            return known;
        }
        StructType found = input.infer();
        StructType given = leavesOut ? withoutLeftOut(known, found) : known;
        return grows ? SchemaGrowth.add(given, named(found)) : given;
    }

    /** @throws SourceException if the columns cannot have their names */
    private StructType named(StructType found) {
        if (settings.intoTable()) {
            ColumnNaming.check(found, name);
        } else {
            ColumnNaming.checkDistinct(found, name);
        }
        return found;
    }

    /** Parquet files give the columns that they have and no others; cells without names are columns by their place. */
    private boolean saysItsColumns() {
        return switch (format.kind()) {
            case JSON -> true;
            case CSV -> format.csv() == null || format.csv().header();
            case PARQUET -> false;
        };
    }

    /** Rows without a column have the value that the table knows; a column that the input does have it says itself, also that it is null. */
    private StructType withoutLeftOut(StructType columns, StructType found) {
        List<StructField> given = new ArrayList<>();
        List<StructField> leftOut = new ArrayList<>();
        for (StructField field : columns.fields()) {
            boolean lacks = settings.known().contains(field.name()) && found.indexOf(field.name()) < 0;
            (lacks ? leftOut : given).add(field);
        }
        input.mayAppear(new StructType(leftOut));
        return new StructType(given);
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
