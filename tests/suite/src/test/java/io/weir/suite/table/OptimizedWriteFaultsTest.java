package io.weir.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.UnfinishedFiles;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizedWriteFaultsTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("p", PrimitiveType.LONG).add("id", PrimitiveType.LONG);
    private static final int PARTITIONS = 5;

    private final ObjectStore inner = MemoryStore.create();
    private final FaultStore store = FaultStore.over(inner);
    private final Table table = Table.create(store, TableEnvironment.standard())
            .schema(SCHEMA)
            .partitionBy("p")
            .property("delta.autoOptimize.optimizeWrite", "true")
            .commit();

    private List<String> dataFiles() {
        try (Stream<ObjectInfo> all = inner.listDeep("")) {
            return all.map(ObjectInfo::name)
                    .filter(name -> !name.startsWith("_delta_log"))
                    .toList();
        }
    }

    private static ColumnBatch rows(long from) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = from; id < from + 100; id++) {
            rows.add(id % PARTITIONS, id);
        }
        return rows.build();
    }

    private List<WrittenFile> write() {
        List<UnfinishedFiles> parts = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            try (DataFileWriter writer = table.dataFiles(WriteOptions.DEFAULT.withGatheredBytes(5000))
                    .sharedBy(2)) {
                for (long from = 0; from < 500; from += 100) {
                    writer.write(rows(task * 1000 + from));
                }
                parts.add(writer.handOver());
            } catch (StorageException e) {
                parts.forEach(UnfinishedFiles::abort);
                throw e;
            }
        }
        return UnfinishedFiles.finish(parts);
    }

    /** Lets so many requests pass before one is refused. */
    private void refuse(StoreOperation operation, int after) {
        for (int i = 0; i < after; i++) {
            store.before(operation, "", () -> {});
        }
        store.next(operation, Fault.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "READ_RANGE", "WRITE", "FINISH"})
    void wheneverTheStoreFailsNothingIsLeftAndTheNextAttemptHasAllRows(StoreOperation operation) {
        for (int after = 0; after < PARTITIONS; after += 2) {
            refuse(operation, after);

            assertThatThrownBy(this::write).isInstanceOf(StorageException.class);
            assertThat(store.unusedRules()).isZero();
            assertThat(dataFiles()).as("after " + after).isEmpty();
        }
        List<WrittenFile> files = write();

        assertThat(files).hasSize(PARTITIONS);
        assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(1000);
        assertThat(dataFiles()).hasSize(PARTITIONS);
    }
}
