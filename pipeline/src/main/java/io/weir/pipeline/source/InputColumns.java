package io.weir.pipeline.source;

import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.SchemaGrowth;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the records of one input become: the columns that are known, or what a sample of the input shows, or the first with what the second
 * adds. Immutable.
 *
 * @param columns those of the first batch
 * @param mayAppear columns that the table has and the sample lacks: the rows gain one when a record has it
 */
public record InputColumns(StructType columns, StructType mayAppear) {
    /** Does it need a look at the input to say what its rows become? */
    public static boolean needSample(@Nullable StructType known, ReadSettings settings, FileFormat format) {
        return known == null || format.unknownFields() == UnknownFields.ADD || mayLeaveOut(settings, format);
    }

    /**
     * @param known the columns, where they are given or the table's
     * @param name of the input, for messages
     * @param sample what the input shows; only asked if {@link #needSample} says so
     * @throws SourceException if the columns cannot have their names
     */
    public static InputColumns of(
            @Nullable StructType known,
            ReadSettings settings,
            FileFormat format,
            String name,
            Supplier<StructType> sample) {
        if (known == null) {
            return new InputColumns(named(sample.get(), settings, name), StructType.EMPTY);
        }
        if (!needSample(known, settings, format)) {
            return new InputColumns(known, StructType.EMPTY);
        }
        StructType found = sample.get();
        InputColumns given = mayLeaveOut(settings, format)
                ? withoutLeftOut(known, found, settings)
                : new InputColumns(known, StructType.EMPTY);
        return format.unknownFields() == UnknownFields.ADD
                ? new InputColumns(SchemaGrowth.add(given.columns, named(found, settings, name)), given.mayAppear)
                : given;
    }

    private static StructType named(StructType found, ReadSettings settings, String name) {
        if (settings.intoTable()) {
            ColumnNaming.check(found, name);
        } else {
            ColumnNaming.checkDistinct(found, name);
        }
        return found;
    }

    private static boolean mayLeaveOut(ReadSettings settings, FileFormat format) {
        return !settings.known().isEmpty() && saysItsColumns(format);
    }

    /** Parquet files give the columns that they have and no others; cells without names are columns by their place. */
    private static boolean saysItsColumns(FileFormat format) {
        return switch (format.kind()) {
            case JSON -> true;
            case CSV -> format.csv() == null || format.csv().header();
            case PARQUET -> false;
        };
    }

    /** Rows without a column have the value that the table knows; a column that the input does have it says itself, also that it is null. */
    private static InputColumns withoutLeftOut(StructType columns, StructType found, ReadSettings settings) {
        List<StructField> given = new ArrayList<>();
        List<StructField> leftOut = new ArrayList<>();
        for (StructField field : columns.fields()) {
            boolean lacks = settings.known().contains(field.name()) && found.indexOf(field.name()) < 0;
            (lacks ? leftOut : given).add(field);
        }
        return new InputColumns(new StructType(given), new StructType(leftOut));
    }
}
