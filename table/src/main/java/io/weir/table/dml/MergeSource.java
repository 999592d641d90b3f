package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.table.scan.CloseableIterator;
import java.util.Collection;
import java.util.Iterator;

/** The rows that are merged into a table. They are read once, part by part. */
public interface MergeSource {
    /** The columns of all batches. */
    StructType schema();

    /** The rows; read to the end or closed. */
    CloseableIterator<ColumnBatch> batches();

    /** Rows that are in memory. */
    static MergeSource of(StructType schema, Collection<ColumnBatch> batches) {
        return new MergeSource() {
            @Override
            public StructType schema() {
                return schema;
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
