package io.weir.table.diff;

import io.weir.format.type.StructType;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What is different between two versions of a table, or two tables. Immutable: every method that sets something gives a new one, and no
 * file is read before {@link #rows}. Safe for many threads.
 *
 * <p>Work is proportional to the change: a file that both versions have, with the same deletion vector, is never read; of one that both
 * have with other deletion vectors, only the rows between them. A row that merely lies in another file is no difference. A diff from the later to the earlier version is the
 * same with the sides exchanged.
 */
public final class TableDiff {
    /** What comparing may hold in memory, if nothing else is said. */
    public static final long DEFAULT_MEMORY_BYTES = 256L << 20;

    private static final long MIN_MEMORY_BYTES = 1 << 16;

    private final ComparedVersion before;
    private final ComparedVersion after;
    private final FilePairs files;
    private final ComparedColumns columns;
    private final List<String> key;
    private final long memoryBytes;

    private TableDiff(
            ComparedVersion before,
            ComparedVersion after,
            FilePairs files,
            ComparedColumns columns,
            List<String> key,
            long memoryBytes) {
        this.before = before;
        this.after = after;
        this.files = files;
        this.columns = columns;
        this.key = key;
        this.memoryBytes = memoryBytes;
    }

    /** Compares the files of two versions as the log has them. */
    public static TableDiff between(ComparedVersion before, ComparedVersion after) {
        return new TableDiff(
                before,
                after,
                FilePairs.of(before, after),
                ComparedColumns.of(before, after),
                List.of(),
                DEFAULT_MEMORY_BYTES);
    }

    /**
     * Columns that tell rows apart: a removed and an added row with the same values in them are one that changed.
     *
     * @throws IllegalArgumentException if rows are not compared by one of them
     */
    public TableDiff key(String... names) {
        for (String name : names) {
            if (columns.schema().indexOf(name) < 0) {
                String why = columns.left().get(name);
                throw new IllegalArgumentException(
                        "Rows cannot be told apart by a column that they are not compared by {column="
                                + name + ", columns=" + columns.schema().names()
                                + (why == null ? "" : ", reason=" + why) + "}");
            }
        }
        return new TableDiff(before, after, files, columns, List.of(names), memoryBytes);
    }

    /** About how many bytes may be held while rows are compared, batches that are being read not counted. With less, files are read more often. */
    public TableDiff memoryBytes(long bytes) {
        if (bytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("Too little memory to compare rows in: " + bytes);
        }
        return new TableDiff(before, after, files, columns, key, bytes);
    }

    /** What is different of columns, properties, protocol, partitioning and clustering. Reads nothing. */
    public List<Difference> table() {
        return MetadataDifference.of(before.snapshot(), after.snapshot());
    }

    /** Which files are different. Reads nothing. */
    public FileDifference files() {
        return files.difference();
    }

    /** The columns by which rows are compared. */
    public StructType columns() {
        return columns.schema();
    }

    /** Columns by which rows are not compared, and why, in words. */
    public Map<String, String> columnsLeft() {
        return columns.left();
    }

    /** How many rows are different; reads them, unless one version has nothing but more files, which say how many they have. */
    public RowCounts rows() {
        return comparison().run(null);
    }

    /**
     * Reads the rows of the files that are different, and tells those that are.
     *
     * @param sink is given rows of {@link #columns()}; once it says false it is given no more, and the rest is counted
     * @throws io.weir.log.error.CorruptTableException if a file is gone or cannot be read
     */
    public RowCounts rows(Predicate<RowDifference> sink) {
        return comparison().run(sink);
    }

    private RowComparison comparison() {
        int[] places = key.stream().mapToInt(columns.schema()::indexOf).toArray();
        RowReader removed = new RowReader(files.before(), columns.before(), columns.schema(), places);
        RowReader added = new RowReader(files.after(), columns.after(), columns.schema(), places);
        return new RowComparison(removed, added, columns.schema(), !key.isEmpty(), memoryBytes);
    }

    @Override
    public String toString() {
        return "Diff {after=" + after.store().root() + "@v" + after.snapshot().version() + ", before="
                + before.store().root() + "@v" + before.snapshot().version() + ", key=" + key + "}";
    }
}
