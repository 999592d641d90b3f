package io.weir.compaction.curve;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;

/** Every so many-th row of those it sees, so that it never has more than it may. One thread at a time. */
public final class RowSample {
    private final StructType schema;
    private final int mostRows;
    private final List<ColumnBatch> kept = new ArrayList<>();
    private int rows;
    private int stride = 1;
    private long seen;

    /** @param mostRows that it keeps; never more, and at least half as many if it sees enough */
    public RowSample(StructType schema, int mostRows) {
        this.schema = schema;
        this.mostRows = mostRows;
    }

    /** Shows it the next rows. */
    public void add(ColumnBatch batch) {
        int first = (int) ((stride - seen % stride) % stride);
        seen += batch.rowCount();
        ColumnBatch chosen = everyOf(batch, first, stride);
        if (chosen.rowCount() > 0) {
            kept.add(chosen);
            rows += chosen.rowCount();
        }
        while (rows > mostRows) {
            thin(2);
        }
    }

    /** Keeps a part of what there is. */
    private void thin(int times) {
        ColumnBatch thinner = everyOf(rows(), 0, times);
        kept.clear();
        kept.add(thinner);
        rows = thinner.rowCount();
        stride *= times;
    }

    private static ColumnBatch everyOf(ColumnBatch batch, int first, int stride) {
        int[] chosen = new int[batch.rowCount() / stride + 1];
        int count = 0;
        for (int row = first; row < batch.rowCount(); row += stride) {
            chosen[count++] = row;
        }
        return batch.take(chosen, count);
    }

    /** What it has kept. */
    public ColumnBatch rows() {
        return kept.isEmpty() ? new BatchBuilder(schema).build() : ColumnBatch.concat(schema, kept);
    }

    /** One sample of several, in which each row stands for as many as any other. Strides are powers of two. */
    public static ColumnBatch together(StructType schema, List<RowSample> samples) {
        int widest = samples.stream().mapToInt(sample -> sample.stride).max().orElse(1);
        List<ColumnBatch> all = new ArrayList<>();
        for (RowSample sample : samples) {
            all.add(everyOf(sample.rows(), 0, widest / sample.stride));
        }
        return all.isEmpty() ? new RowSample(schema, 1).rows() : ColumnBatch.concat(schema, all);
    }
}
