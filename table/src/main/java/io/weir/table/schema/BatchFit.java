package io.weir.table.schema;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.StructVector;
import io.weir.format.type.StructType;
import io.weir.log.error.TableException;
import org.jspecify.annotations.Nullable;

/**
 * Brings batches to a table's schema, or refuses them: columns by name, missing ones as null, narrower numbers wider, no null
 * where none may be. One thread at a time.
 */
public final class BatchFit {
    private final StructType table;
    private @Nullable StructType fitted;
    private @Nullable ColumnFit fit;

    public BatchFit(StructType table) {
        this.table = table;
    }

    /**
     * The batch with the columns of the table, in its order.
     *
     * @param firstRow the number of the batch's first row, for messages
     * @throws io.weir.log.error.SchemaMismatchException if a column is not the table's, or its type is not
     * @throws io.weir.log.error.ConstraintViolationException if a value breaks a rule
     */
    public ColumnBatch fit(ColumnBatch batch, long firstRow) {
        ColumnBatch fitting = shape(batch, firstRow);
        checkNulls(fitting, firstRow);
        return fitting;
    }

    /** The same without a look at nulls. */
    public ColumnBatch shape(ColumnBatch batch, long firstRow) {
        return batch.schema().equals(table) ? batch : reshape(batch, firstRow);
    }

    /**
     * @param fitting has the columns of the table
     * @throws io.weir.log.error.ConstraintViolationException if there is a null where none may be
     */
    public void checkNulls(ColumnBatch fitting, long firstRow) {
        NullRules.check(fitting, firstRow);
    }

    private ColumnBatch reshape(ColumnBatch batch, long firstRow) {
        try {
            StructType schema = batch.schema();
            ColumnFit known = fit;
            if (known == null || !schema.equals(fitted)) {
                known = TypeFit.struct(schema, table, "");
                fit = known;
                fitted = schema;
            }
            StructVector rows = new StructVector(schema, batch.rowCount(), batch.columns(), null);
            return new ColumnBatch(table, batch.rowCount(), ((StructVector) known.fit(rows)).fields());
        } catch (TableException e) {
            throw e.with("row", firstRow);
        }
    }
}
