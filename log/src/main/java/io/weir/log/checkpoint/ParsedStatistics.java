package io.weir.log.checkpoint;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.json.JsonOutput;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Statistics that a checkpoint has as columns only, as the text that a commit would say them in. Pure.
 *
 * <p>Timestamps are cut to milliseconds, the greatest too, as Delta does: a reader adds one to it. What JSON has no number
 * for, such as infinities, is left out. (PROTOCOL.md, "Per-file Statistics")
 */
final class ParsedStatistics {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
    private static final int MIN_YEAR = 1;
    private static final int MAX_YEAR = 9999;

    private ParsedStatistics() {}

    /** The statistics of a row of {@code stats_parsed}; null if it has none. */
    static @Nullable String json(StructVector stats, int row) {
        if (stats.isNull(row)) {
            return null;
        }
        JsonOutput out = new JsonOutput(256);
        struct(out, stats, row);
        String json = out.toString();
        return json.equals("{}") ? null : json;
    }

    private static void struct(JsonOutput out, StructVector struct, int row) {
        out.beginObject();
        for (int i = 0; i < struct.structType().size(); i++) {
            ColumnVector field = struct.field(i);
            if (field.isNull(row)) {
                continue;
            }
            String name = struct.structType().field(i).name();
            if (field instanceof StructVector inner) {
                struct(out.name(name), inner, row);
            } else {
                value(out, name, field, row);
            }
        }
        out.endObject();
    }

    private static void value(JsonOutput out, String name, ColumnVector field, int row) {
        DataType type = field.type();
        if (field instanceof BooleanVector booleans) {
            out.member(name, booleans.value(row));
        } else if (field instanceof BytesVector texts) {
            if (type == PrimitiveType.STRING) {
                out.member(name, texts.string(row));
            }
        } else if (field instanceof IntVector ints) {
            number(out, name, type, ints.value(row));
        } else if (field instanceof LongVector longs) {
            number(out, name, type, longs.value(row));
        } else if (field instanceof DoubleVector doubles) {
            if (Double.isFinite(doubles.value(row))) {
                out.name(name).raw(Double.toString(doubles.value(row)));
            }
        } else if (field instanceof FloatVector floats) {
            if (Float.isFinite(floats.value(row))) {
                out.name(name).raw(Float.toString(floats.value(row)));
            }
        } else if (Values.valueAt(field, row) instanceof BigDecimal wide) {
            out.name(name).raw(wide.toPlainString());
        }
    }

    private static void number(JsonOutput out, String name, DataType type, long value) {
        if (type instanceof DecimalType decimal) {
            out.name(name).raw(BigDecimal.valueOf(value, decimal.scale()).toPlainString());
        } else if (type == PrimitiveType.DATE) {
            LocalDate date = LocalDate.ofEpochDay(value);
            if (inCalendar(date.getYear())) {
                out.member(name, date.toString());
            }
        } else if (type == PrimitiveType.TIMESTAMP || type == PrimitiveType.TIMESTAMP_NTZ) {
            LocalDateTime time = LocalDateTime.ofInstant(Values.instant(value), ZoneOffset.UTC);
            if (inCalendar(time.getYear())) {
                out.member(name, MILLIS.format(time) + (type == PrimitiveType.TIMESTAMP ? "Z" : ""));
            }
        } else {
            out.member(name, value);
        }
    }

    private static boolean inCalendar(int year) {
        return year >= MIN_YEAR && year <= MAX_YEAR;
    }
}
