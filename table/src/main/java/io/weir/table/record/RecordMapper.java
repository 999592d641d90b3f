package io.weir.table.record;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one class into columns and columns into records. Safe for many threads.
 *
 * <p>Components and columns belong together by name: the exact name, else the snake_case spelling of the component
 * ({@code eventTime} is {@code event_time}), else the same name in other case. Types:
 *
 * <table>
 * <caption>Types by component</caption>
 * <tr><td>boolean, byte, short, int, long, float, double</td><td>the type of that name, NOT NULL</td></tr>
 * <tr><td>Boolean … Double</td><td>the same, nullable, as are all the following</td></tr>
 * <tr><td>String, enum (by name)</td><td>STRING</td></tr>
 * <tr><td>byte[]</td><td>BINARY</td></tr>
 * <tr><td>BigDecimal</td><td>DECIMAL(38,18), or whatever decimal the column is</td></tr>
 * <tr><td>LocalDate</td><td>DATE</td></tr>
 * <tr><td>Instant, LocalDateTime</td><td>TIMESTAMP, TIMESTAMP_NTZ, in microseconds</td></tr>
 * <tr><td>List, Map, a record</td><td>ARRAY, MAP, STRUCT</td></tr>
 * </table>
 *
 * <p>A number is also read from a narrower column and written to a wider one ({@code int} and BIGINT, {@code float}
 * and DOUBLE), never the other way.
 */
public final class RecordMapper<R extends Record> {
    private static final ClassValue<RecordMapper<?>> MAPPERS = new ClassValue<>() {
        @Override
        protected RecordMapper<?> computeValue(Class<?> type) {
            return new RecordMapper<>(type.asSubclass(Record.class));
        }
    };

    private final Class<R> recordClass;
    private final StructType schema;

    private RecordMapper(Class<R> recordClass) {
        this.recordClass = recordClass;
        this.schema = RecordSchema.of(recordClass);
    }

    /** The mapper of a record class. */
    @SuppressWarnings("unchecked") // the mapper of a class is of that class
    public static <R extends Record> RecordMapper<R> of(Class<R> recordClass) {
        if (!recordClass.isRecord()) {
            throw new IllegalArgumentException("Not a record class {class=" + recordClass.getName() + "}");
        }
        return (RecordMapper<R>) MAPPERS.get(recordClass);
    }

    public Class<R> recordClass() {
        return recordClass;
    }

    /** The columns that hold exactly these records: one a component, named and ordered as declared. */
    public StructType schema() {
        return schema;
    }

    /**
     * The columns of a table that these records fill or are filled from, in the order of the components. A component
     * that has no column is as in {@link #schema()}.
     */
    public StructType schemaIn(StructType table) {
        List<StructField> fields = new ArrayList<>(schema.size());
        for (StructField own : schema.fields()) {
            int index = ComponentNames.column(own.name(), table);
            fields.add(index < 0 ? own : table.field(index));
        }
        return new StructType(fields);
    }

    /** Writes records as columns for a table; see {@link #schemaIn}. Keep it for many batches. */
    public Writer<R> writer(StructType table) {
        return new Writer<>(recordClass, schemaIn(table));
    }

    /**
     * Reads records from batches of a schema, which may have more columns than the record.
     *
     * @throws IllegalArgumentException if a component has no column, or one of a type it cannot hold
     */
    public RecordReader<R> reader(StructType batchSchema) {
        return RecordReader.of(recordClass, batchSchema);
    }

    /** Collects records into batches. One thread at a time. */
    public static final class Writer<R extends Record> {
        private final StructType schema;
        private final ComponentWriter[] components;

        private Writer(Class<R> recordClass, StructType schema) {
            this.schema = schema;
            this.components = ComponentWriter.of(recordClass, schema, recordClass.getSimpleName());
        }

        public StructType schema() {
            return schema;
        }

        /**
         * A batch of some records.
         *
         * @param firstRow the number of the first one, for messages
         * @throws IllegalArgumentException naming column and row if a value does not fit its column
         */
        public ColumnBatch batch(List<? extends R> records, long firstRow) {
            List<ColumnVector> columns = new ArrayList<>(components.length);
            for (int c = 0; c < components.length; c++) {
                ComponentWriter component = components[c];
                ColumnBuilder column = ColumnBuilder.of(schema.field(c).type());
                for (int i = 0; i < records.size(); i++) {
                    try {
                        component.write(present(records.get(i), firstRow + i), column);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                e.getMessage() + " {column=" + schema.field(c).name() + ", row=" + (firstRow + i) + "}",
                                e);
                    }
                }
                columns.add(column.build());
            }
            return new ColumnBatch(schema, records.size(), columns);
        }

        private static Record present(@Nullable Record value, long row) {
            if (value == null) {
                throw new IllegalArgumentException("Record is null {row=" + row + "}");
            }
            return value;
        }
    }
}
