package io.weir.fuzz;

import io.weir.format.expression.Expressions;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.LogNames;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs with one object in them that nobody knows. */
final class Tables {
    static final String JSON_CHECKPOINT_NAME =
            "_delta_log/00000000000000000001.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json";

    static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("i", PrimitiveType.INTEGER)
            .add("d", PrimitiveType.DOUBLE)
            .add("f", PrimitiveType.FLOAT)
            .add("s", PrimitiveType.STRING)
            .add("t", PrimitiveType.TIMESTAMP)
            .add("n", PrimitiveType.TIMESTAMP_NTZ)
            .add("day", PrimitiveType.DATE)
            .add("x", new DecimalType(38, 10))
            .add("y", new DecimalType(16, 2))
            .add("b", PrimitiveType.BOOLEAN)
            .add("st", StructType.EMPTY.add("in", StructType.EMPTY.add("v", PrimitiveType.SHORT)))
            .add("p", PrimitiveType.DATE);

    private Tables() {}

    static Protocol protocol() {
        return Protocol.LEGACY_DEFAULT.with(
                List.of(TableFeature.TIMESTAMP_NTZ, TableFeature.V2_CHECKPOINT, TableFeature.DELETION_VECTORS));
    }

    static Metadata metadata() {
        return Metadata.builder("5fba94ed-9794-4965-ba6e-6ee3c0d22af9")
                .schema(SCHEMA)
                .partitionColumns(List.of("p"))
                .build();
    }

    static AddFile file(String path, @Nullable String stats) {
        Map<String, @Nullable String> partition = new HashMap<>();
        partition.put("p", "2024-02-29");
        return AddFile.builder(path)
                .sizeBytes(7)
                .modificationTime(1)
                .partitionValues(partition)
                .dataChange(true)
                .stats(stats)
                .build();
    }

    static MemoryStore of(Action... files) {
        MemoryStore store = MemoryStore.create();
        store.put(LogNames.commit(0), ActionCodec.write(List.of(protocol(), metadata())));
        store.put(LogNames.commit(1), ActionCodec.write(List.of(files)));
        return store;
    }

    static ObjectStore withCommit(byte[] commit) {
        MemoryStore store = of(file("a", null), file("b", "{\"numRecords\":1}"));
        store.put(LogNames.commit(2), commit);
        return store;
    }

    static ObjectStore withCheckpoint(String name, byte[] checkpoint) {
        MemoryStore store = MemoryStore.create();
        store.put(name, checkpoint);
        store.put(LogNames.commit(1), ActionCodec.write(List.of(file("a", null))));
        store.put(LogNames.commit(2), ActionCodec.write(List.of(file("c", null))));
        return store;
    }

    /** All that can be asked of the newest version without its data files. */
    static void read(ObjectStore store) {
        try {
            Snapshot snapshot = DeltaLog.forTable(store).latest();
            snapshot.files().all();
            snapshot.files().recordCounts(snapshot.files().ids());
            if (snapshot.schema().indexOf("id") >= 0) {
                snapshot.files().matching(Expressions.col("id").gt(7));
            }
            DeltaLog.forTable(store).checkpoint(snapshot, Instant.EPOCH);
        } catch (TableException | StorageException e) {
            // declared
        } catch (io.weir.format.expression.InvalidExpressionException e) {
            // the schema has another id than we ask for
        }
    }

    static void planWithStatistics(byte[] stats) {
        Snapshot snapshot = DeltaLog.forTable(of(file("a", Target.text(stats)), file("b", null)))
                .latest();
        for (String predicate : Seeds.PREDICATES) {
            snapshot.files().matching(io.weir.table.sql.SqlPredicates.parse(predicate));
        }
        snapshot.files().recordCounts(snapshot.files().ids());
    }
}
