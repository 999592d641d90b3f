package io.weir.table.record;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.DataType;
import io.weir.format.type.StructType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes records from the rows of batches of one schema. Safe for many threads.
 *
 * <p>The whole row is one method handle: the record's canonical constructor over one getter a component, so a primitive
 * goes from the vector's array to the constructor without a box.
 */
public final class RecordReader<R extends Record> {
    private final Class<R> recordClass;
    private final StructType schema;
    private final int[] columns;
    private final MethodHandle construct; // (ColumnVector[], int) -> Object

    private RecordReader(Class<R> recordClass, StructType schema, int[] columns, MethodHandle construct) {
        this.recordClass = recordClass;
        this.schema = schema;
        this.columns = columns;
        this.construct = construct;
    }

    static <R extends Record> RecordReader<R> of(Class<R> recordClass, StructType schema) {
        return of(recordClass, schema, recordClass.getSimpleName());
    }

    /** @param path what leads to this record, for messages */
    static <R extends Record> RecordReader<R> of(Class<R> recordClass, StructType schema, String path) {
        RecordComponent[] components = recordClass.getRecordComponents();
        int[] columns = new int[components.length];
        MethodHandle[] getters = new MethodHandle[components.length];
        for (int i = 0; i < components.length; i++) {
            String component = path + "." + components[i].getName();
            columns[i] = ComponentNames.column(components[i].getName(), schema);
            if (columns[i] < 0) {
                throw new IllegalArgumentException(
                        "Component has no column {columns=" + schema.names() + ", component=" + component + "}");
            }
            DataType type = schema.field(columns[i]).type();
            Cell cell = new Cell(component, schema.field(columns[i]).name(), i);
            getters[i] = components[i].getType().isPrimitive()
                    ? cell.primitive(components[i].getType(), type)
                    : cell.object(components[i].getType(), ValueReader.of(components[i].getGenericType(), type, cell));
        }
        return new RecordReader<>(recordClass, schema, columns, row(recordClass, components, getters));
    }

    private static MethodHandle row(Class<?> recordClass, RecordComponent[] components, MethodHandle[] getters) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        MethodType row = MethodType.methodType(Object.class, ColumnVector[].class, int.class);
        try {
            MethodHandle constructor = Accessors.lookup(recordClass)
                    .findConstructor(recordClass, MethodType.methodType(void.class, types));
            if (getters.length == 0) {
                return MethodHandles.dropArguments(
                        constructor.asType(MethodType.methodType(Object.class)), 0, ColumnVector[].class, int.class);
            }
            // From the last to the first, so that the positions of those before do not move.
            MethodHandle all = constructor;
            int[] order = new int[getters.length * 2];
            for (int i = getters.length - 1; i >= 0; i--) {
                all = MethodHandles.collectArguments(all, i, getters[i]);
                order[2 * i + 1] = 1;
            }
            MethodHandle returningObject = all.asType(all.type().changeReturnType(Object.class));
            return MethodHandles.permuteArguments(returningObject, row, order);
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "Record's constructor cannot be called {record=" + recordClass.getName() + "}", e);
        }
    }

    public StructType schema() {
        return schema;
    }

    /** The records of a batch, in order. */
    public List<R> all(ColumnBatch batch) {
        Rows<R> rows = over(batch.columns());
        List<R> records = new ArrayList<>(batch.rowCount());
        for (int row = 0; row < batch.rowCount(); row++) {
            records.add(rows.at(row));
        }
        return records;
    }

    /** The rows of some vectors, one a field of {@link #schema()}. */
    Rows<R> over(List<ColumnVector> vectors) {
        ColumnVector[] chosen = new ColumnVector[columns.length];
        for (int i = 0; i < columns.length; i++) {
            chosen[i] = vectors.get(columns[i]);
        }
        return row -> at(chosen, row);
    }

    private R at(ColumnVector[] vectors, int row) {
        try {
            return recordClass.cast((Object) construct.invokeExact(vectors, row));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "Record's constructor failed {record=" + recordClass.getName() + ", row=" + row + "}", e);
        }
    }

    /** Records by row number. */
    @FunctionalInterface
    interface Rows<R> {
        R at(int row);
    }
}
