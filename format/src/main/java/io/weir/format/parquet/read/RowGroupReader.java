package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Evaluator;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.Decompressor;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.PrimitiveType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row group. One thread at a time.
 *
 * <p>With a condition it works in windows: first the condition's columns of many batches are read and tested, then the other
 * columns of the rows that matched, so that it is known beforehand which of their pages are needed and they are fetched in few
 * requests, or not at all.
 */
final class RowGroupReader implements AutoCloseable {
    /** A batch is made smaller when the footer lets expect that one column of it takes more than this. */
    private static final long MAX_COLUMN_BYTES = 32 * 1024 * 1024;
    /** A window ends when this many rows matched, which bounds what is held of the condition's columns. */
    private static final int MAX_HELD_ROWS = 1 << 18;
    /** Rows between two that matched which are cheaper read than passed over. */
    private static final int MIN_GAP = 32;
    /** Rows that are passed over together where all of them are excluded. */
    private static final int EXCLUDED_STRETCH = 1024;

    private final ReadPlan plan;
    private final RowGroupInfo group;
    private final Function<Codec, Decompressor> decompressors;
    private final PageIndexes indexes;
    private final LeafSet conditionColumns;
    private final LeafSet otherColumns;
    private final int batchRows;
    private final RowRanges rows;
    /** Where in {@link #rows} the next batch begins. */
    private int range;

    private int nextRow;
    private final Deque<Held> held = new ArrayDeque<>();
    private boolean othersOpen;

    /** Rows of one batch that matched, with the condition's columns. */
    private record Held(int[] rows, int count, List<ColumnVector> columns) {}

    RowGroupReader(
            ParquetFile file,
            RowGroupInfo group,
            ReadPlan plan,
            Function<Codec, Decompressor> decompressors,
            BufferPool pool) {
        this.plan = plan;
        this.group = group;
        this.decompressors = decompressors;
        this.indexes = new PageIndexes(file, group, pool);
        this.conditionColumns = new LeafSet(file, group, plan.projection, 0, plan.conditionColumns(), pool);
        this.otherColumns =
                new LeafSet(file, group, plan.projection, plan.conditionColumns(), plan.columnCount(), pool);
        if (group.rowCount() > Integer.MAX_VALUE) {
            throw new UnsupportedParquetException("Row group has too many rows", Map.of("rows", group.rowCount()));
        }
        this.batchRows = batchRows(file);
        boolean ruledOut =
                plan.condition != null && !plan.condition.dictionaries().mayMatch(file, group, decompressors, pool);
        this.rows = ruledOut ? RowRanges.all(0) : notExcluded(rowsToTest((int) group.rowCount()));
        this.nextRow = rows.count() == 0 ? 0 : rows.start(0);
        if (plan.condition == null) {
            openAll();
        } else if (rows.count() > 0) {
            conditionColumns.open(rows, indexes, decompressors);
        }
    }

    /** There is no condition; some rows may be excluded. Page indexes are only worth a request if many are. */
    private void openAll() {
        othersOpen = true;
        boolean most = rows.rowCount() > group.rowCount() / 4 * 3;
        if (!most) {
            indexes.load(otherColumns.fileLeaves(), false);
        }
        otherColumns.open(most ? RowRanges.all((int) group.rowCount()) : rows, indexes, decompressors);
    }

    RowGroupInfo group() {
        return group;
    }

    private int batchRows(ParquetFile file) {
        long longest = 1;
        for (Projection.LeafUse use : plan.projection.leaves()) {
            ChunkMeta chunk = file.chunk(group, use.leaf());
            longest = Math.max(longest, chunk.footer().getMeta_data().getTotal_uncompressed_size());
        }
        long rowBytes = Math.max(1, longest / Math.max(1, group.rowCount()));
        return (int) Math.max(1, Math.min(plan.batchRows, MAX_COLUMN_BYTES / rowBytes));
    }

    /** The rows that page indexes leave over. */
    private RowRanges rowsToTest(int rowCount) {
        ReadPlan.@Nullable Condition condition = plan.condition;
        if (condition == null || condition.skipping().keepsAll()) {
            return RowRanges.all(rowCount);
        }
        indexes.load(conditionColumns.fileLeaves(), true);
        return PageStatistics.rowsToRead(condition.skipping(), indexes, condition.columns(), rowCount);
    }

    private RowRanges notExcluded(RowRanges all) {
        return plan.excluded == null ? all : all.without(plan.excluded, group.firstRow(), EXCLUDED_STRETCH);
    }

    /** The next rows, or null. */
    @Nullable
    ColumnBatch next() {
        ReadPlan.@Nullable Condition condition = plan.condition;
        if (condition == null) {
            return nextOfAll();
        }
        if (held.isEmpty()) {
            fillWindow(condition);
        }
        @Nullable Held matched = held.poll();
        return matched == null ? null : complete(matched);
    }

    /** The next rows up to a batch, or null. */
    private @Nullable RowRanges nextRows() {
        if (range == rows.count()) {
            return null;
        }
        RowRanges batch = new RowRanges();
        int left = batchRows;
        while (left > 0 && range < rows.count()) {
            int end = (int) Math.min(rows.end(range), (long) nextRow + left);
            batch.add(nextRow, end);
            left -= end - nextRow;
            nextRow = end;
            if (end == rows.end(range)) {
                range++;
                nextRow = range < rows.count() ? rows.start(range) : end;
            }
        }
        return batch;
    }

    private @Nullable ColumnBatch nextOfAll() {
        while (true) {
            @Nullable RowRanges wanted = nextRows();
            if (wanted == null) {
                return null;
            }
            if (!anyExcluded(wanted)) {
                return readAll(wanted);
            }
            int[] positions = positions(wanted, wanted.rowCount());
            int left = withoutExcluded(positions, positions.length, positions);
            if (left > 0) {
                return complete(new Held(positions, left, List.of()));
            }
        }
    }

    private boolean anyExcluded(RowRanges ranges) {
        @Nullable ExcludedRows excluded = plan.excluded;
        return excluded != null
                && excluded.count(group.firstRow() + ranges.start(0), group.firstRow() + ranges.end(ranges.count() - 1))
                        > 0;
    }

    /**
     * Moves those of some values whose rows are not excluded to the front; how many they are.
     *
     * @param positions the rows, ascending
     * @param values one a row; may be the same array
     */
    private int withoutExcluded(int[] positions, int count, int[] values) {
        @Nullable ExcludedRows excluded = plan.excluded;
        if (excluded == null || count == 0) {
            return count;
        }
        int[] kept = new int[count];
        int left = excluded.keep(group.firstRow(), positions, count, kept);
        for (int i = 0; i < left; i++) {
            values[i] = values[kept[i]];
        }
        return left;
    }

    private ColumnBatch readAll(RowRanges wanted) {
        int count = wanted.rowCount();
        otherColumns.read(wanted, count);
        List<ColumnVector> columns = new ArrayList<>(plan.output.size());
        for (int column : plan.outputColumns) {
            columns.add(otherColumns.assemble(column, count));
        }
        if (plan.hasRowIndex) {
            columns.add(rowIndex(positions(wanted, count), count));
        }
        return new ColumnBatch(plan.output, count, columns);
    }

    private void fillWindow(ReadPlan.Condition condition) {
        Evaluator evaluator = condition.evaluator();
        int heldRows = 0;
        int[] matching = new int[batchRows];
        while (heldRows < MAX_HELD_ROWS) {
            @Nullable RowRanges tested = nextRows();
            if (tested == null) {
                return;
            }
            int count = tested.rowCount();
            conditionColumns.read(tested, count);
            List<ColumnVector> columns = new ArrayList<>(condition.schema().size());
            for (int i = 0; i < condition.schema().size(); i++) {
                columns.add(conditionColumns.assemble(i, count));
            }
            int matches = evaluator.select(new ColumnBatch(condition.schema(), count, columns), matching);
            if (matches > 0 && anyExcluded(tested)) {
                matches = withoutExcluded(positions(tested, matching, matches), matches, matching);
            }
            if (matches > 0) {
                held.add(held(tested, columns, count, matching, matches));
                heldRows += matches;
            }
            if (!needsOthers() && !held.isEmpty()) {
                return; // nothing is gained by waiting
            }
        }
    }

    private boolean needsOthers() {
        return plan.columnCount() > plan.conditionColumns();
    }

    private Held held(RowRanges tested, List<ColumnVector> columns, int count, int[] matching, int matches) {
        if (matches == count) {
            return new Held(positions(tested, count), count, columns);
        }
        int[] positions = positions(tested, matching, matches);
        boolean[] isOutput = new boolean[columns.size()];
        for (int column : plan.outputColumns) {
            if (column < isOutput.length) {
                isOutput[column] = true;
            }
        }
        List<ColumnVector> taken = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            taken.add(isOutput[i] ? columns.get(i).take(matching, matches) : columns.get(i));
        }
        return new Held(positions, matches, taken);
    }

    /** Reads the other columns of rows that matched. */
    private ColumnBatch complete(Held matched) {
        if (needsOthers() && !othersOpen) {
            openOthers(matched);
        }
        RowRanges wanted = RowRanges.of(matched.rows, matched.count, MIN_GAP);
        int read = wanted.rowCount();
        int @Nullable [] chosen = read == matched.count ? null : chosen(wanted, matched);
        if (needsOthers()) {
            otherColumns.read(wanted, read);
        }
        List<ColumnVector> columns = new ArrayList<>(plan.output.size());
        for (int column : plan.outputColumns) {
            if (column < plan.conditionColumns()) {
                columns.add(matched.columns.get(column));
            } else {
                ColumnVector vector = otherColumns.assemble(column, read);
                columns.add(chosen == null ? vector : vector.take(chosen, matched.count));
            }
        }
        if (plan.hasRowIndex) {
            columns.add(rowIndex(matched.rows, matched.count));
        }
        return new ColumnBatch(plan.output, matched.count, columns);
    }

    /** Fetches what the rest of the row group needs of the other columns: all rows that matched are known, or most match. */
    private void openOthers(Held first) {
        othersOpen = true;
        RowRanges needed = rows;
        if (range == rows.count()) {
            int count = first.count;
            for (Held more : held) {
                count += more.count;
            }
            int[] all = Arrays.copyOf(first.rows, count);
            int at = first.count;
            for (Held more : held) {
                System.arraycopy(more.rows, 0, all, at, more.count);
                at += more.count;
            }
            needed = RowRanges.of(all, count, MIN_GAP);
        }
        if (needed.rowCount() < group.rowCount()) {
            indexes.load(otherColumns.fileLeaves(), false);
        }
        otherColumns.open(needed, indexes, decompressors);
    }

    /** Places of rows that matched among those that are read. */
    private static int[] chosen(RowRanges read, Held matched) {
        int[] places = new int[matched.count];
        int range = 0;
        int before = 0;
        for (int i = 0; i < matched.count; i++) {
            int row = matched.rows[i];
            while (row >= read.end(range)) {
                before += read.end(range) - read.start(range);
                range++;
            }
            places[i] = before + row - read.start(range);
        }
        return places;
    }

    /** All rows of the ranges. */
    private static int[] positions(RowRanges ranges, int count) {
        int[] positions = new int[count];
        int at = 0;
        for (int i = 0; i < ranges.count(); i++) {
            for (int row = ranges.start(i); row < ranges.end(i); row++) {
                positions[at++] = row;
            }
        }
        return positions;
    }

    /** The same for some of the rows, given by their places among all of the ranges. */
    private static int[] positions(RowRanges ranges, int[] places, int count) {
        int[] positions = new int[count];
        int range = 0;
        int shift = ranges.start(0);
        int end = ranges.end(0) - shift;
        for (int i = 0; i < count; i++) {
            while (places[i] >= end) {
                range++;
                shift = ranges.start(range) - end;
                end += ranges.end(range) - ranges.start(range);
            }
            positions[i] = places[i] + shift;
        }
        return positions;
    }

    private LongVector rowIndex(int[] positions, int count) {
        long[] indexes = new long[count];
        for (int i = 0; i < count; i++) {
            indexes[i] = group.firstRow() + positions[i];
        }
        return new LongVector(PrimitiveType.LONG, count, indexes, null);
    }

    @Override
    public void close() {
        conditionColumns.close();
        otherColumns.close();
    }
}
