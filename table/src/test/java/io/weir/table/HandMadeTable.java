package io.weir.table;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of one commit whose log and files are put together by hand, as other writers make them. */
final class HandMadeTable {
    private final ObjectStore store = MemoryStore.create();
    private final List<Action> actions = new ArrayList<>();

    HandMadeTable(Protocol protocol, StructType schema, List<String> partitions, Map<String, String> properties) {
        actions.add(protocol);
        actions.add(Metadata.builder("5fba94ed-9794-4965-ba6e-6ee3c0d22af9")
                .schema(schema)
                .partitionColumns(partitions)
                .configuration(Map.copyOf(properties))
                .build());
    }

    /** A column of a schema whose columns are mapped. */
    static StructField column(String name, String physical, int id, DataType type) {
        FieldMetadata metadata = FieldProperties.withText(FieldMetadata.EMPTY, FieldProperties.PHYSICAL_NAME, physical);
        return new StructField(
                name, type, true, FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, id));
    }

    /** Writes a data file with these columns. */
    HandMadeTable file(AddFile.Builder add, String path, StructType columns, @Nullable Object[]... rows) {
        BatchBuilder batch = new BatchBuilder(columns);
        for (@Nullable Object[] row : rows) {
            batch.add(row);
        }
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create(path), columns, ParquetWriteOptions.DEFAULT)) {
            writer.write(batch.build());
            writer.finish();
        }
        actions.add(add.sizeBytes(store.read(path).length)
                .modificationTime(1)
                .dataChange(true)
                .build());
        return this;
    }

    Table open() {
        store.putIfAbsent(LogNames.commit(0), ActionCodec.write(actions));
        return Table.open(store, TableEnvironment.standard());
    }
}
