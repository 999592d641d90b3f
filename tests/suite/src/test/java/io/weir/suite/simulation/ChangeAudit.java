package io.weir.suite.simulation;

import io.weir.format.batch.Row;
import io.weir.log.error.TableException;
import io.weir.table.Table;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Holds the change feed of a version against the rows before and after it. */
final class ChangeAudit {
    private ChangeAudit() {}

    /** What a version put in and took out, taken together, is the difference of the rows. */
    static void check(Table table, long version, Oracle oracle) {
        // What is said of columns that were others before is nothing that could be compared
        UnaryOperator<ModelRow> seen = oracle.changedColumns(version) ? ModelRow::plain : UnaryOperator.identity();
        SortedMap<Long, ModelRow> before = new TreeMap<>(oracle.rows(version - 1));
        before.replaceAll((id, row) -> seen.apply(row));
        SortedMap<Long, ModelRow> expected = new TreeMap<>(oracle.rows(version));
        expected.replaceAll((id, row) -> seen.apply(row));
        SortedMap<Long, ModelRow> after = new TreeMap<>(before);
        List<Row> changes;
        try {
            changes = table.changes(version, version).rows().toList();
        } catch (TableException e) {
            if (Machine.isStoreTrouble(e) || e.facts().containsKey("property")) {
                return; // without a recorded feed, versions that rewrote files have none
            }
            throw e;
        }
        for (Row change : changes) {
            String kind = String.valueOf(change.string("_change_type"));
            ModelRow row = seen.apply(ModelRow.of(change));
            if (kind.equals("delete") || kind.equals("update_preimage")) {
                if (!row.equals(before.get(row.id()))) {
                    throw wrong("A change takes out a row that was not there", version, kind, row);
                }
                after.remove(row.id(), row);
            }
        }
        for (Row change : changes) {
            String kind = String.valueOf(change.string("_change_type"));
            ModelRow row = seen.apply(ModelRow.of(change));
            if ((kind.equals("insert") || kind.equals("update_postimage")) && after.put(row.id(), row) != null) {
                throw wrong("A change puts in a row that is there", version, kind, row);
            }
        }
        if (!after.equals(expected)) {
            throw new AssertionError("The changes of a version are not what it changed {version=" + version + "} "
                    + ModelRow.difference(expected, after));
        }
    }

    private static AssertionError wrong(String sentence, long version, String kind, ModelRow row) {
        return new AssertionError(sentence + " {kind=" + kind + ", row=" + row + ", version=" + version + "}");
    }
}
