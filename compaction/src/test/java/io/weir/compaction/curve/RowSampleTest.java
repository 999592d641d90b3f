package io.weir.compaction.curve;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("id", PrimitiveType.LONG);

    @Test
    void whatIsKeptIsSpreadOverAllThatWasSeen() {
        RowSample sample = new RowSample(SCHEMA, 100);
        for (int batch = 0; batch < 100; batch++) {
            sample.add(rows(batch * 37L, 37));
        }
        long[] kept = ids(sample.rows());
        assertThat(kept.length).isBetween(50, 100);
        for (int i = 0; i < kept.length; i++) {
            assertThat(kept[i]).isEqualTo(i * 64L);
        }
    }

    @Test
    void ofSeveralEachRowStandsForAsMany() {
        RowSample large = new RowSample(SCHEMA, 10);
        large.add(rows(0, 80));
        RowSample small = new RowSample(SCHEMA, 10);
        small.add(rows(1000, 10));

        long[] kept = ids(RowSample.together(SCHEMA, List.of(large, small)));

        assertThat(kept).containsExactly(0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 1000, 1008);
    }

    private static ColumnBatch rows(long from, int count) {
        long[] ids = LongStream.range(from, from + count).toArray();
        return new ColumnBatch(SCHEMA, count, List.of(new LongVector(PrimitiveType.LONG, count, ids, null)));
    }

    private static long[] ids(ColumnBatch rows) {
        return Arrays.copyOf(((LongVector) rows.column(0)).values(), rows.rowCount());
    }
}
