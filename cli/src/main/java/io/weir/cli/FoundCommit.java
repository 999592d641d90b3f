package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.text.RowJson;
import io.weir.format.text.Utf8Buffer;
import io.weir.format.type.ArrayType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.Commit;
import io.weir.table.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A commit as who looks for the cause of something wants it: what was done, by whom, and for a streaming query which epoch, up to which positions of
 * its source. Immutable.
 */
final class FoundCommit {
    private static final MapType TEXTS = new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true);
    private static final MapType NUMBERS = new MapType(PrimitiveType.STRING, PrimitiveType.LONG, false);
    private static final StructType SCHEMA = StructType.EMPTY
            .add("version", PrimitiveType.LONG, false)
            .add("timestamp", PrimitiveType.TIMESTAMP, false)
            .add("operation", PrimitiveType.STRING)
            .add("operationParameters", TEXTS)
            .add("operationMetrics", TEXTS)
            .add("userName", PrimitiveType.STRING)
            .add("userMetadata", PrimitiveType.STRING)
            .add("engineInfo", PrimitiveType.STRING)
            .add("appId", PrimitiveType.STRING)
            .add("epoch", PrimitiveType.LONG)
            .add("positions", NUMBERS)
            .add("rows", new ArrayType(PrimitiveType.STRING, false));
    private static final StructType PAIRS =
            StructType.EMPTY.add("property", PrimitiveType.STRING, false).add("value", PrimitiveType.STRING);

    private final long version;
    private final Instant time;
    private final CommitInfo info;
    private final @Nullable String appId;
    private final @Nullable Long epoch;
    private final Map<String, Long> positions;

    private FoundCommit(long version, Instant time, CommitInfo info, Map<String, Long> transactions) {
        this.version = version;
        this.time = time;
        this.info = info;
        // A sink's epoch is under its own name, and what it has of each part of its source under that name and the
        // part's
        this.appId = transactions.keySet().stream()
                .filter(name -> name.indexOf('/') < 0)
                .findFirst()
                .orElse(null);
        this.epoch = appId == null ? null : transactions.get(appId);
        this.positions = new TreeMap<>();
        transactions.forEach((name, number) -> {
            if (!name.equals(appId)) {
                boolean ours = appId != null && name.startsWith(appId + "/");
                positions.put(ours ? name.substring(name.indexOf('/') + 1) : name, number);
            }
        });
    }

    /** Reads the version's log entry. */
    static FoundCommit of(Table table, long version) {
        Map<String, Long> transactions = new TreeMap<>();
        CommitInfo info = null;
        List<Action> actions =
                Commit.load(table.store(), version).map(Commit::actions).orElse(List.of());
        for (Action action : actions) {
            if (action instanceof SetTransaction transaction) {
                transactions.put(transaction.appId(), transaction.version());
            } else if (action instanceof CommitInfo said) {
                info = said;
            }
        }
        return new FoundCommit(
                version,
                Instant.ofEpochMilli(table.committedMillis(version)),
                info == null ? CommitInfo.of(Map.of()) : info,
                transactions);
    }

    /** @param rows examples, of one schema */
    void print(OutputOption output, Iterator<ColumnBatch> rows) {
        Object[] values = {
            version,
            time,
            info.operation(),
            plain(info.operationParameters()),
            plain(info.operationMetrics()),
            info.text("userName"),
            info.text("userMetadata"),
            info.engineInfo(),
            appId,
            epoch,
            positions,
            texts(rows)
        };
        boolean people = output.form() == OutputForm.table;
        try (Output out = output.open(people ? PAIRS : SCHEMA)) {
            out.write(
                    people
                            ? pairs(values)
                            : new BatchBuilder(SCHEMA).add(values).build());
        }
    }

    private static ColumnBatch pairs(@Nullable Object[] values) {
        BatchBuilder pairs = new BatchBuilder(PAIRS);
        for (int i = 0; i < values.length - 1; i++) {
            boolean empty = values[i] == null || values[i] instanceof Map<?, ?> map && map.isEmpty();
            if (!empty) {
                pairs.add(SCHEMA.field(i).name(), String.valueOf(values[i]));
            }
        }
        for (Object row : (List<?>) Objects.requireNonNull(values[values.length - 1])) {
            pairs.add("row", row);
        }
        return pairs.build();
    }

    private static List<String> texts(Iterator<ColumnBatch> batches) {
        List<String> texts = new ArrayList<>();
        while (batches.hasNext()) {
            ColumnBatch batch = batches.next();
            RowJson json = new RowJson(batch.schema());
            for (int row = 0; row < batch.rowCount(); row++) {
                Utf8Buffer text = new Utf8Buffer();
                json.row(batch, row, text);
                texts.add(text.toString());
            }
        }
        return texts;
    }

    /** JSON strings as their text, other JSON as it is. */
    private static Map<String, String> plain(Map<String, String> json) {
        Map<String, String> texts = new LinkedHashMap<>();
        json.forEach((name, value) -> texts.put(name, CommitInfo.plain(value).orElse(value)));
        return texts;
    }
}
