package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.Decompressor;
import io.weir.format.parquet.ParquetException;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the rows of a file that a {@link ReadRequest} asks for, batch by batch. One thread at a time. Close it.
 *
 * <p>What it costs: nothing for a row group that its statistics rule out. For another, one request for each stretch of column
 * chunks that lie within 64 KiB of each other, cut at 16 MiB, made when its first byte is needed. With a condition, its columns
 * are fetched first, of them only the pages that the page index leaves over; then, if rows matched, the pages of the other
 * columns that hold them, scattered ones together over gaps of up to 512 KiB where they would be more than 16 requests.
 * Page indexes that the last 64 KiB of the file do not hold are a request more, and so is a dictionary that is looked at alone.
 *
 * <p>What it holds: the compressed bytes of one row group's columns at most, one decompressed page of each, and one batch; with
 * a condition also its columns of up to about 260,000 rows that matched.
 */
public final class BatchReader implements AutoCloseable {
    private final ParquetFile file;
    private final ReadPlan plan;
    private final List<RowGroupInfo> groups;
    private final BufferPool pool = new BufferPool();
    private final Map<Codec, Decompressor> decompressors = new EnumMap<>(Codec.class);
    /** Places in {@link #groups} of those that can hold a wanted row; found when the first batch is asked for. */
    private int @Nullable [] kept;

    private int nextGroup;
    private @Nullable RowGroupReader current;
    private boolean closed;

    BatchReader(ParquetFile file, ReadRequest request) {
        this.file = file;
        this.plan = new ReadPlan(
                file.fileSchema().root(),
                request,
                FieldResolver.of(request.columnMapping(), file.fileSchema()),
                file.bounds());
        this.groups = groups(file, request.rowGroups());
    }

    private static List<RowGroupInfo> groups(ParquetFile file, @Nullable List<Integer> chosen) {
        if (chosen == null) {
            return file.rowGroups();
        }
        List<RowGroupInfo> groups = new ArrayList<>(chosen.size());
        for (int index : chosen) {
            groups.add(file.rowGroups().get(index));
        }
        return groups;
    }

    /** What the batches look like: the columns asked for, then the row index if that was. */
    public StructType schema() {
        return plan.output;
    }

    /** The next rows, at least one; null when there are no more. */
    public @Nullable ColumnBatch next() {
        if (closed) {
            throw new IllegalStateException("Reader is closed: " + file.name());
        }
        try {
            return find();
        } catch (ParquetException e) {
            throw e.with(Map.of("file", file.name()));
        }
    }

    private @Nullable ColumnBatch find() {
        int[] toRead = kept();
        while (true) {
            if (current == null) {
                if (nextGroup == toRead.length) {
                    return null;
                }
                current = new RowGroupReader(file, groups.get(toRead[nextGroup++]), plan, this::decompressor, pool);
            }
            @Nullable ColumnBatch batch = next(current);
            if (batch != null) {
                return batch;
            }
            current.close();
            current = null;
        }
    }

    private static @Nullable ColumnBatch next(RowGroupReader reader) {
        try {
            return reader.next();
        } catch (ParquetException e) {
            throw e.with(Map.of("rowGroup", reader.group().index()));
        }
    }

    /** The row groups that their statistics do not rule out. */
    private int[] kept() {
        if (kept == null) {
            int[] all = new int[groups.size()];
            int count = groups.size();
            ReadPlan.@Nullable Condition condition = plan.condition;
            if (condition == null) {
                count = 0;
                for (int i = 0; i < all.length; i++) {
                    all[count] = i;
                    count += groups.get(i).rowCount() > 0 ? 1 : 0;
                }
            } else {
                count = condition.skipping().keep(new RowGroupStatistics(file, groups, condition.columns()), all);
            }
            kept = Arrays.copyOf(all, notExcluded(all, count));
        }
        return kept;
    }

    /** Moves groups that have other than excluded rows to the front; how many they are. */
    private int notExcluded(int[] places, int count) {
        @Nullable ExcludedRows excluded = plan.excluded;
        if (excluded == null) {
            return count;
        }
        int left = 0;
        for (int i = 0; i < count; i++) {
            RowGroupInfo group = groups.get(places[i]);
            long end = group.firstRow() + group.rowCount();
            if (excluded.count(group.firstRow(), end) < group.rowCount()) {
                places[left++] = places[i];
            }
        }
        return left;
    }

    private Decompressor decompressor(Codec codec) {
        return decompressors.computeIfAbsent(codec, Codec::decompressor);
    }

    @Override
    public void close() {
        closed = true;
        if (current != null) {
            current.close();
            current = null;
        }
        decompressors.values().forEach(Decompressor::close);
        decompressors.clear();
    }
}
