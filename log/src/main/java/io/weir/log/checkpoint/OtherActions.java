package io.weir.log.checkpoint;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The actions of a checkpoint that are not about files: few, so that each may be an object. */
final class OtherActions {
    private record Kind(StructType columns, Function<Row, Action> read) {}

    private static final Map<String, Kind> KINDS = kinds();

    private OtherActions() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("protocol", new Kind(CheckpointSchema.PROTOCOL, RowActions::protocol));
        kinds.put("metaData", new Kind(CheckpointSchema.METADATA, RowActions::metadata));
        kinds.put("txn", new Kind(CheckpointSchema.TRANSACTION, RowActions::transaction));
        kinds.put("domainMetadata", new Kind(CheckpointSchema.DOMAIN, RowActions::domain));
        kinds.put("checkpointMetadata", new Kind(CheckpointSchema.CHECKPOINT_METADATA, RowActions::checkpointMetadata));
        kinds.put("sidecar", new Kind(CheckpointSchema.SIDECAR, RowActions::sidecar));
        return kinds;
    }

    static List<Action> load(CheckpointObject object, List<Integer> rowGroups) {
        StructType request = StructType.EMPTY;
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            if (object.columns(kind.getKey()).size() > 0) {
                request = request.add(kind.getKey(), kind.getValue().columns());
            }
        }
        List<Action> actions = new ArrayList<>();
        try (BatchReader reader = object.read(request, rowGroups)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < request.size(); i++) {
                    Kind kind = KINDS.get(request.field(i).name());
                    if (kind != null) {
                        append((StructVector) batch.column(i), kind, actions);
                    }
                }
            }
        }
        return actions;
    }

    private static void append(StructVector structs, Kind kind, List<Action> actions) {
        ColumnBatch rows = new ColumnBatch(kind.columns(), structs.length(), structs.fields());
        for (int row = 0; row < rows.rowCount(); row++) {
            if (!structs.isNull(row) && !structs.field(0).isNull(row)) {
                actions.add(kind.read().apply(rows.row(row)));
            }
        }
    }
}
