package io.weir.pipeline.window;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.StatefulStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows with a time, a key and a number, and what a step makes of them, as text. */
final class Events {
    static final StructType SCHEMA = new StructType(List.of(
            new StructField("ts", PrimitiveType.TIMESTAMP),
            new StructField("k", PrimitiveType.STRING),
            new StructField("n", PrimitiveType.LONG)));

    private Events() {}

    /** A minute of the first day of 1970. */
    static Instant minute(long minute) {
        return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }

    static ColumnBatch batch(@Nullable Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (@Nullable Object[] row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    static @Nullable Object[] row(@Nullable Integer minute, @Nullable String key, @Nullable Long number) {
        return new @Nullable Object[] {minute == null ? null : minute(minute), key, number};
    }

    /** Gives a step the rows of an epoch, and says what it hands on at the end. */
    static List<String> epoch(StatefulStep step, @Nullable Object[]... rows) {
        step.apply(batch(rows));
        return text(step.endEpoch());
    }

    /** Rows with values behind each other, times of 1970-01-01 as minutes. */
    static List<String> text(@Nullable ColumnBatch batch) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; batch != null && i < batch.rowCount(); i++) {
            Row row = batch.row(i);
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < batch.schema().size(); column++) {
                Object value = row.value(column);
                Object shown = value instanceof Instant time
                        ? Duration.between(Instant.EPOCH, time).toMinutes()
                        : value;
                line.append(column == 0 ? "" : " ").append(shown);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
