package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.table.scan.CloseableIterator;
import java.util.Collection;
import java.util.Iterator;

/** The rows that are merged into a table. They are read once, part by part, unless the merge is done again. */
public interface MergeSource {
    /** The columns of all batches. */
    StructType schema();

    /** The rows; read to the end or closed. */
    CloseableIterator<ColumnBatch> batches();

    /**
     * Does {@link #batches} give the same rows as often as it is asked? Then a merge is done again if rows of the table were only put into other files
     * meanwhile, and is not refused.
     */
    default boolean isRepeatable() {
        return false;
    }

    /** Rows that are in memory. */
    static MergeSource of(StructType schema, Collection<ColumnBatch> batches) {
        return new MergeSource() {
            @Override
            public StructType schema() {
                return schema;
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }

            @Override
            public CloseableIterator<ColumnBatch> batches() {
                Iterator<ColumnBatch> all = batches.iterator();
                return new CloseableIterator<>() {
                    @Override
                    public boolean hasNext() {
                        return all.hasNext();
                    }

                    @Override
                    public ColumnBatch next() {
                        return all.next();
                    }

                    @Override
                    public void close() {
                        // nothing is open
                    }
                };
            }
        };
    }
}
