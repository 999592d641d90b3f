package io.weir.fuzz;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expressions;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.TableException;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import io.weir.storage.StorageException;
import io.weir.table.deletion.DeletionVector;
import org.jspecify.annotations.Nullable;

/** Files that lie beside a log. */
final class Files {
    /** A file may say that it has any number of rows of nothing; nobody waits for all of them. */
    private static final int MAX_BATCHES = 64;

    private Files() {}

    static void deletionVector(byte[] input) {
        try {
            DeletionVector.decode(input);
        } catch (TableException e) {
            // declared
        }
    }

    /** Footer and pages, without a condition and with one that skips. */
    static void parquet(byte[] input) {
        MemoryStore store = MemoryStore.create();
        store.put("file", input);
        try (ObjectReader object = store.open("file", input.length)) {
            ParquetFile file = ParquetFile.open(object);
            StructType schema = file.schema();
            read(file, ReadRequest.of(schema));
            @Nullable StructField number = number(schema);
            if (number != null) {
                read(
                        file,
                        ReadRequest.of(schema)
                                .filter(
                                        Expressions.col("`" + number.name().replace("`", "``") + "`")
                                                .gt(3),
                                        schema));
            }
        } catch (ParquetException | StorageException e) {
            // declared
        }
    }

    private static void read(ParquetFile file, ReadRequest request) {
        try (BatchReader reader = file.read(request)) {
            ColumnBatch batch = reader.next();
            for (int i = 0; batch != null && i < MAX_BATCHES; i++) {
                batch = reader.next();
            }
        }
    }

    private static @Nullable StructField number(StructType schema) {
        for (StructField field : schema.fields()) {
            DataType type = field.type();
            boolean isNumber =
                    type == PrimitiveType.LONG || type == PrimitiveType.INTEGER || type == PrimitiveType.DOUBLE;
            if (isNumber && !field.name().isEmpty()) {
                return field;
            }
        }
        return null;
    }
}
