package io.weir.table.data;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.PartitionValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the rows of a batch by partition. Pure.
 *
 * <p>Rows get the number of their partition by hashing primitive values, one column after the other; text is made once a
 * partition and not once a row.
 */
final class PartitionSplitter {
    private static final long NULL_HASH = 0x9E3779B97F4A7C15L;

    private PartitionSplitter() {}

    /**
     * The rows of one partition.
     *
     * @param values of the partition columns, as the log spells them
     * @param firstRow which row of the batch is the first of them
     */
    record Part(List<@Nullable String> values, int firstRow, ColumnBatch rows) {}

    /**
     * The rows by partition, partitions in the order in which they are first met, rows in their order.
     *
     * @param columns positions of the partition columns in the batch
     * @param data positions of the columns that the parts have
     */
    static List<Part> split(ColumnBatch batch, int[] columns, int[] data) {
        int count = batch.rowCount();
        if (columns.length == 0 && count > 0) {
            return List.of(new Part(List.of(), 0, columns(batch, data)));
        }
        int[] groups = new int[count];
        int groupCount = count == 0 ? 0 : 1;
        for (int column : columns) {
            groupCount = refine(groups, groupCount, batch.column(column), count);
        }
        int[] starts = new int[groupCount + 1];
        for (int group : groups) {
            starts[group + 1]++;
        }
        for (int group = 0; group < groupCount; group++) {
            starts[group + 1] += starts[group];
        }
        int[] rows = new int[count];
        int[] next = Arrays.copyOf(starts, groupCount);
        for (int row = 0; row < count; row++) {
            rows[next[groups[row]]++] = row;
        }
        ColumnBatch dataColumns = columns(batch, data);
        List<Part> parts = new ArrayList<>(groupCount);
        for (int group = 0; group < groupCount; group++) {
            int[] own = Arrays.copyOfRange(rows, starts[group], starts[group + 1]);
            ColumnBatch part = groupCount == 1 ? dataColumns : dataColumns.take(own, own.length);
            parts.add(new Part(values(batch, columns, own[0]), own[0], part));
        }
        return parts;
    }

    private static ColumnBatch columns(ColumnBatch batch, int[] positions) {
        if (isAll(positions, batch.columns().size())) {
            return batch;
        }
        List<StructField> fields = new ArrayList<>(positions.length);
        List<ColumnVector> columns = new ArrayList<>(positions.length);
        for (int position : positions) {
            fields.add(batch.schema().field(position));
            columns.add(batch.column(position));
        }
        return new ColumnBatch(new StructType(fields), batch.rowCount(), columns);
    }

    private static boolean isAll(int[] positions, int columns) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] != i) {
                return false;
            }
        }
        return positions.length == columns;
    }

    private static List<@Nullable String> values(ColumnBatch batch, int[] columns, int row) {
        List<@Nullable String> values = new ArrayList<>(columns.length);
        for (int column : columns) {
            try {
                values.add(PartitionValues.format(batch.column(column), row));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + " {column="
                                + batch.schema().field(column).name() + ", row=" + row + "}",
                        e);
            }
        }
        return values;
    }

    /** Splits groups further by the values of one more column; gives their new number. */
    private static int refine(int[] groups, int groupCount, ColumnVector vector, int count) {
        int capacity = Integer.highestOneBit(Math.max(16, Math.min(count, 1 << 12))) << 1;
        int[] heads = new int[capacity]; // 1 + a row that stands for its new group
        int[] refined = new int[count];
        int found = 0;
        int[] representatives = new int[Math.max(groupCount, 16)];
        for (int row = 0; row < count; row++) {
            if (row > 0 && groups[row] == groups[row - 1] && same(vector, row, row - 1)) {
                refined[row] = refined[row - 1]; // sorted data costs a comparison a row
                continue;
            }
            int slot = slot(groups[row], vector, row) & heads.length - 1;
            while (heads[slot] != 0
                    && !(groups[heads[slot] - 1] == groups[row] && same(vector, row, heads[slot] - 1))) {
                slot = slot + 1 & heads.length - 1;
            }
            if (heads[slot] != 0) {
                refined[row] = refined[heads[slot] - 1];
                continue;
            }
            heads[slot] = row + 1;
            refined[row] = found;
            if (found == representatives.length) {
                representatives = Arrays.copyOf(representatives, found * 2);
            }
            representatives[found++] = row;
            if (found * 2 > heads.length) {
                heads = rehash(representatives, found, heads.length * 2, groups, vector);
            }
        }
        System.arraycopy(refined, 0, groups, 0, count);
        return found;
    }

    private static int[] rehash(int[] representatives, int found, int capacity, int[] groups, ColumnVector vector) {
        int[] heads = new int[capacity];
        for (int i = 0; i < found; i++) {
            int row = representatives[i];
            int slot = slot(groups[row], vector, row) & capacity - 1;
            while (heads[slot] != 0) {
                slot = slot + 1 & capacity - 1;
            }
            heads[slot] = row + 1;
        }
        return heads;
    }

    private static int slot(int group, ColumnVector vector, int row) {
        long hash = (vector.isNull(row) ? NULL_HASH : hash(vector, row)) * 31 + group;
        hash *= 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32);
    }

    private static long hash(ColumnVector vector, int row) {
        if (vector instanceof BytesVector bytes) {
            byte[] data = bytes.data();
            long hash = 1;
            for (int i = bytes.start(row); i < bytes.end(row); i++) {
                hash = hash * 31 + data[i];
            }
            return hash;
        }
        return bits(vector, row);
    }

    /** The value as a number that differs if the values do, but for decimals of more than 18 digits. */
    private static long bits(ColumnVector vector, int row) {
        if (vector instanceof IntVector ints) {
            return ints.value(row);
        }
        if (vector instanceof LongVector longs) {
            return longs.value(row);
        }
        if (vector instanceof BooleanVector booleans) {
            return booleans.value(row) ? 1 : 0;
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.doubleToLongBits(doubles.value(row));
        }
        if (vector instanceof FloatVector floats) {
            return Float.floatToIntBits(floats.value(row));
        }
        if (vector instanceof Int128Vector wide) {
            return wide.low(row);
        }
        throw new IllegalArgumentException("Not a type of partition columns: " + vector.type());
    }

    private static boolean same(ColumnVector vector, int a, int b) {
        boolean isNull = vector.isNull(a);
        if (isNull || vector.isNull(b)) {
            return isNull == vector.isNull(b);
        }
        if (vector instanceof BytesVector bytes) {
            int[] ids = bytes.ids();
            return ids != null && ids[a] == ids[b]
                    || Arrays.equals(
                            bytes.data(), bytes.start(a), bytes.end(a), bytes.data(), bytes.start(b), bytes.end(b));
        }
        return bits(vector, a) == bits(vector, b)
                && (!(vector instanceof Int128Vector wide) || wide.high(a) == wide.high(b));
    }
}
