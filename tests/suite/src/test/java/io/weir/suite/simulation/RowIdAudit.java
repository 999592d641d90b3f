package io.weir.suite.simulation;

import io.weir.format.batch.Row;
import io.weir.table.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The number of a row is its own for ever. In the hands of whoever has the turn. */
final class RowIdAudit {
    private final Map<Long, Long> rowOfRowId = new HashMap<>();
    private final Map<Long, Long> rowIdOfRow = new HashMap<>();

    /**
     * Looks at the rows of a file that a version adds.
     *
     * @param done the operations of the version
     * @param before the rows of the version before, by id
     */
    void check(Table file, long version, List<Operation> done, Map<Long, ModelRow> before) {
        boolean kept = done.stream().allMatch(Operation::keepsRowIds);
        for (Row row : file.scan()
                .withRowTracking()
                .select("id", "_metadata.row_id")
                .rows()
                .toList()) {
            long id = row.longValue("id");
            if (!(row.value(1) instanceof Long rowId)) {
                throw new AssertionError("A row has no row id {id=" + id + ", version=" + version + "}");
            }
            Long known = rowIdOfRow.put(id, rowId);
            if (known != null && !known.equals(rowId) && kept && before.containsKey(id)) {
                throw new AssertionError("A row has another row id than before {before=" + known + ", id=" + id
                        + ", operations=" + done + ", rowId=" + rowId + ", version=" + version + "}");
            }
            Long other = rowOfRowId.putIfAbsent(rowId, id);
            if (other != null && other != id) {
                throw new AssertionError("Two rows have the same row id {first=" + other + ", rowId=" + rowId
                        + ", second=" + id + ", version=" + version + "}");
            }
        }
    }
}
