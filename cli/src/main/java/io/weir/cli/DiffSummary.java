package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.diff.Difference;
import io.weir.table.diff.FileDifference;
import io.weir.table.diff.RowCounts;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The differences of two versions as rows, one a difference. Pure functions. */
final class DiffSummary {
    static final StructType SCHEMA = StructType.EMPTY
            .add("what", PrimitiveType.STRING, false)
            .add("name", PrimitiveType.STRING)
            .add("change", PrimitiveType.STRING, false)
            .add("before", PrimitiveType.STRING)
            .add("after", PrimitiveType.STRING)
            .add("count", PrimitiveType.LONG)
            .add("bytes", PrimitiveType.LONG);

    /** For people: amounts have their units. */
    static final StructType FOR_PEOPLE = StructType.EMPTY
            .add("what", PrimitiveType.STRING)
            .add("name", PrimitiveType.STRING)
            .add("change", PrimitiveType.STRING)
            .add("before", PrimitiveType.STRING)
            .add("after", PrimitiveType.STRING);

    private DiffSummary() {}

    static ColumnBatch forPeople(ColumnBatch differences) {
        BatchBuilder texts = new BatchBuilder(FOR_PEOPLE);
        for (int i = 0; i < differences.rowCount(); i++) {
            Row row = differences.row(i);
            texts.add(
                    row.string("what"),
                    shown(row.string("name")),
                    row.string("change"),
                    shown(row.string("before")),
                    row.isNull("count") ? shown(row.string("after")) : amount(row));
        }
        return texts.build();
    }

    private static String shown(@Nullable String text) {
        return text == null ? "-" : text;
    }

    private static String amount(Row row) {
        String count = String.format(Locale.ROOT, "%,d", row.longValue("count"));
        return row.isNull("bytes") ? count : count + " (" + Bytes.of(row.longValue("bytes")) + ")";
    }

    /** @param rows null if they were not compared */
    static ColumnBatch batch(List<Difference> table, FileDifference files, @Nullable RowCounts rows) {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        for (Difference each : table) {
            batch.add(word(each.subject()), each.name(), word(each.change()), each.before(), each.after(), null, null);
        }
        amount(batch, "files", "removed", files.removed(), files.removedBytes());
        amount(batch, "files", "added", files.added(), files.addedBytes());
        amount(batch, "files", "rows deleted or undeleted in", files.marked(), null);
        if (rows != null) {
            amount(batch, "rows", "removed", rows.removed(), null);
            amount(batch, "rows", "added", rows.added(), null);
            amount(batch, "rows", "changed", rows.changed(), null);
        }
        return batch.build();
    }

    private static void amount(BatchBuilder batch, String what, String change, long count, @Nullable Long bytes) {
        if (count > 0) {
            batch.add(what, null, change, null, null, count, bytes);
        }
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    static String sentence(RowCounts rows) {
        return rows.isEmpty()
                ? "the rows are the same"
                : Counted.of(rows.removed(), "row") + " removed, " + rows.added() + " added, " + rows.changed()
                        + " changed";
    }
}
