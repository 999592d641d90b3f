package io.weir.log.state;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The data files of a table at one version. Immutable and safe for many threads.
 *
 * <p>A file has a number, which is an index into packed columns. Numbers are not dense, ascend in the order of {@link
 * #ids()}, and mean something in this object only: the next version's files have others.
 *
 * <p>Paths, sizes, times and partition values are in memory. Everything else may still be in the checkpoint and is read when
 * asked for, so ask for many files at once.
 */
public final class LiveFiles {
    private final FileSet set;
    private final TableShape shape;

    LiveFiles(FileSet set, TableShape shape) {
        this.set = set;
        this.shape = shape;
    }

    /** How many files. */
    public int count() {
        return set.count();
    }

    public boolean isEmpty() {
        return set.count() == 0;
    }

    /** The sizes of all files together. */
    public long totalBytes() {
        return set.totalBytes();
    }

    /** The numbers of all files, ascending. */
    public int[] ids() {
        int[] ids = new int[set.count()];
        int next = 0;
        for (int chunk = 0; chunk < set.chunkCount(); chunk++) {
            int start = set.start(chunk);
            for (int row : set.rows(chunk)) {
                ids[next++] = start + row;
            }
        }
        return ids;
    }

    /**
     * The numbers of the files that may have rows for which a predicate is true, ascending: by partition values first, and of
     * the files that are left by statistics. A file is only left out if that is certain.
     *
     * @param predicate over the columns of the table's schema
     * @throws io.weir.format.expression.InvalidExpressionException if it does not fit them
     */
    public int[] matching(Expression predicate) {
        return matching(predicate, Runnable::run);
    }

    /** @param executor what chunks are looked through on at the same time */
    public int[] matching(Expression predicate, Executor executor) {
        FilePruning pruning = new FilePruning(shape, predicate);
        List<CompletableFuture<int[]>> kept = new ArrayList<>();
        for (int i = 0; i < set.chunkCount(); i++) {
            int chunk = i;
            kept.add(CompletableFuture.supplyAsync(() -> pruning.keep(set.chunk(chunk), set.rows(chunk)), executor));
        }
        int[] ids = new int[set.count()];
        int next = 0;
        for (int chunk = 0; chunk < set.chunkCount(); chunk++) {
            int start = set.start(chunk);
            for (int row : joined(kept.get(chunk))) {
                ids[next++] = start + row;
            }
        }
        return Arrays.copyOf(ids, next);
    }

    private static int[] joined(CompletableFuture<int[]> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The path as the log spells it: a percent-encoded URI, see {@link io.weir.log.action.DataPath}. */
    public String path(int id) {
        int chunk = set.chunkOf(id);
        return set.chunk(chunk).path(id - set.start(chunk));
    }

    public long sizeBytes(int id) {
        int chunk = set.chunkOf(id);
        return set.chunk(chunk).sizeBytes(id - set.start(chunk));
    }

    /** When the file was made, in milliseconds since the epoch. */
    public long modificationTime(int id) {
        int chunk = set.chunkOf(id);
        return set.chunk(chunk).millis(id - set.start(chunk));
    }

    /** The values of a file's partition columns, by physical name, as the log spells them. */
    public Map<String, @Nullable String> partitionValues(int id) {
        int chunk = set.chunkOf(id);
        return FileRows.partitions(set.chunk(chunk), id - set.start(chunk));
    }

    /**
     * May some file have a deletion vector? If not, none has; if so, most likely one has. Free.
     */
    public boolean mayHaveDeletionVectors() {
        for (int i = 0; i < set.chunkCount(); i++) {
            if (set.chunk(i).hasDeletionVectors()) {
                return true;
            }
        }
        return false;
    }

    /** Which of its rows a file does not have any more; null if it has all. */
    public @Nullable DeletionVectorDescriptor deletionVector(int id) {
        int chunk = set.chunkOf(id);
        return set.chunk(chunk).deletionVector(id - set.start(chunk));
    }

    /** How many rows each of some files has, by its statistics; null where they do not say. Ids ascend. */
    public LongVector recordCounts(int[] ids) {
        StatsRequest request = StatsRequest.rowCounts();
        long[] counts = new long[ids.length];
        boolean[] nulls = new boolean[ids.length];
        forEachChunk(ids, (chunk, rows, from) -> {
            LongVector loaded = request.load(chunk, rows).rowCount();
            for (int i = 0; i < rows.length; i++) {
                nulls[from + i] = loaded == null || loaded.isNull(i);
                counts[from + i] = loaded == null ? 0 : loaded.value(i);
            }
        });
        return new LongVector(PrimitiveType.LONG, ids.length, counts, nulls);
    }

    /**
     * Between which values a column of each of some files lies. Ids ascend.
     *
     * @param column names from the outermost inwards
     * @throws IllegalArgumentException if the table has no such column, or its type has no bounds
     */
    public ColumnBounds bounds(List<String> column, int[] ids) {
        List<String> physical = shape.columnMapping().physicalPath(shape.schema(), column);
        StructType schema = shape.columnMapping().physicalSchema(shape.schema());
        StructField field = physical == null ? null : StatsRequest.field(schema, physical);
        if (physical == null || field == null || !field.type().isPrimitive() || field.type() == PrimitiveType.BINARY) {
            throw new IllegalArgumentException("Statistics tell no bounds of the column, or there is none {column="
                    + String.join(".", column) + ", columns=" + shape.schema().names() + "}");
        }
        StatsRequest request = StatsRequest.of(schema, List.of(physical));
        StructType both = StructType.EMPTY.add("min", field.type()).add("max", field.type());
        List<ColumnBatch> parts = new ArrayList<>();
        forEachChunk(ids, (chunk, rows, from) -> {
            StatsRequest.Loaded loaded = request.load(chunk, rows);
            ColumnVector min = Objects.requireNonNull(loaded.vector(StatsRequest.MIN, physical));
            ColumnVector max = Objects.requireNonNull(loaded.vector(StatsRequest.MAX, physical));
            parts.add(new ColumnBatch(both, rows.length, List.of(min, max)));
        });
        ColumnBatch all = ColumnBatch.concat(both, parts);
        return new ColumnBounds(all.column(0), all.column(1));
    }

    /** What the log says of where the rows of some files come from. Ids ascend. May read from the checkpoint. */
    public RowOrigins rowOrigins(int[] ids) {
        long[] bases = new long[ids.length];
        long[] versions = new long[ids.length];
        boolean[] noBase = new boolean[ids.length];
        boolean[] noVersion = new boolean[ids.length];
        forEachChunk(ids, (chunk, rows, from) -> {
            FileRows.rowIds(chunk, rows, FileRows.BASE_ROW_ID, bases, noBase, from);
            FileRows.rowIds(chunk, rows, FileRows.ROW_COMMIT_VERSION, versions, noVersion, from);
        });
        return new RowOrigins(
                new LongVector(PrimitiveType.LONG, ids.length, bases, noBase),
                new LongVector(PrimitiveType.LONG, ids.length, versions, noVersion));
    }

    /** All that is known of a file. May read from the checkpoint: for many files see {@link #files}. */
    public AddFile file(int id) {
        return files(new int[] {id}).get(0);
    }

    /** All that is known of some files, which are given in ascending order. */
    public List<AddFile> files(int[] ids) {
        List<AddFile> files = new ArrayList<>(ids.length);
        forEachChunk(ids, (chunk, rows, from) -> FileRows.adds(chunk, rows, files));
        return files;
    }

    /** Some rows of a chunk, and at which place of the ids they began. */
    private interface RowsOfChunk {
        void accept(FileChunk chunk, int[] rows, int from);
    }

    private void forEachChunk(int[] ids, RowsOfChunk each) {
        int from = 0;
        while (from < ids.length) {
            int chunk = set.chunkOf(ids[from]);
            int start = set.start(chunk);
            int to = from;
            while (to < ids.length && ids[to] < start + set.chunk(chunk).rows()) {
                to++;
            }
            int[] rows = new int[to - from];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = ids[from + i] - start;
            }
            each.accept(set.chunk(chunk), rows, from);
            from = to;
        }
    }

    /** All files with all that is known of them; one object each. For tables that are not large. */
    public List<AddFile> all() {
        return files(ids());
    }

    /** Is the very same logical file, path and deletion vector, in the table? */
    public boolean contains(AddFile file) {
        FileProbe probe = new FileProbe();
        probe.set(file.path(), DeletionVectors.idOf(file.deletionVector()));
        return set.find(probe) >= 0;
    }

    /** The numbers of those files that another version of the same table does not have, path and deletion vector, ascending. Reads nothing. */
    public int[] notIn(LiveFiles other) {
        int[] numbers = new int[set.count()];
        int count = 0;
        FileProbe probe = new FileProbe();
        for (int chunk = 0; chunk < set.chunkCount(); chunk++) {
            for (int row : set.rows(chunk)) {
                if (other.set.find(probe.set(set.chunk(chunk), row)) < 0) {
                    numbers[count++] = set.start(chunk) + row;
                }
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /** How many chunks the files are in. */
    public int chunkCount() {
        return set.chunkCount();
    }

    /** One of the chunks the files are in; not every row of it is a file of the table. */
    public FileChunk chunk(int index) {
        return set.chunk(index);
    }

    /** The rows of a chunk that are files of the table, ascending. */
    public int[] chunkRows(int index) {
        return set.rows(index);
    }

    /** Of how many files everything is in memory, because they came from commits and not from a checkpoint. */
    public int countInMemory() {
        int count = 0;
        for (int i = 0; i < set.chunkCount(); i++) {
            count += set.chunk(i).details() == null ? set.chunk(i).rows() : 0;
        }
        return count;
    }

    /**
     * When the checkpoint was written that has what is not in memory, the oldest of them; milliseconds since the epoch, {@code Long.MAX_VALUE} if all is in
     * memory.
     */
    public long checkpointMillis() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < set.chunkCount(); i++) {
            ChunkDetails details = set.chunk(i).details();
            oldest = details == null ? oldest : Math.min(oldest, details.namedMillis());
        }
        return oldest;
    }

    FileSet set() {
        return set;
    }
}
