package io.weir.suite.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.suite.table.Deletions;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVector;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion vectors as we encode them, in a file and in the log, are what Delta Kernel takes them for. */
class KernelReadsDeletionVectorsTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("id", PrimitiveType.LONG);

    @TempDir
    Path directory;

    @Test
    void theSameRowsAreLeftOut() throws Exception {
        Random random = new Random(3);
        try (ObjectStore store = ObjectStores.open(directory.toString());
                Table table = Table.create(directory).schema(SCHEMA).commit()) {
            for (int file = 0; file < 4; file++) {
                BatchBuilder rows = new BatchBuilder(SCHEMA);
                for (long id = 1000L * file; id < 1000L * file + 1000; id++) {
                    rows.add(id);
                }
                table.append(rows.build());
            }
            for (int i = 0; i < 4; i++) {
                List<DeletionVector> vectors = List.of(
                        DeletionVector.of(
                                random.longs(1 + random.nextInt(900), 0, 1000).toArray()),
                        DeletionVector.EMPTY,
                        DeletionVector.of(random.longs(100, 500, 600).toArray()));
                if (i % 2 == 0) {
                    Deletions.commitInOneFile(store, table, vectors);
                } else {
                    Deletions.commitInline(store, table, vectors);
                }
                long version = table.latest().version();

                assertThat(WeirReader.read(directory, version).rows())
                        .as("version " + version)
                        .isEqualTo(KernelReader.read(directory, version).rows())
                        .hasSizeLessThan(4000);
            }
        }
    }

    @Test
    void rowsThatATransactionDeletesAreGoneForKernelToo() throws Exception {
        try (Table table = Table.create(directory)
                .schema(SCHEMA)
                .property("delta.enableDeletionVectors", "true")
                .commit()) {
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            for (long id = 0; id < 1000; id++) {
                rows.add(id);
            }
            table.append(rows.build());
            for (long first = 0; first < 2; first++) {
                AddFile file = table.files().findFirst().orElseThrow();
                table.transaction("DELETE")
                        .deleteRows(file, DeletionVector.of(first, 500 + first, 999 - first))
                        .commit();
            }

            assertThat(KernelReader.read(directory, KernelReader.LATEST).rows())
                    .isEqualTo(WeirReader.read(directory, -1).rows())
                    .hasSize(994);
        }
    }
}
