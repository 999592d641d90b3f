package io.weir.compaction.optimize;

import io.weir.table.data.WrittenFile;
import java.util.List;

/**
 * A group, and what its rows are in now: files that no version names yet. Immutable.
 *
 * @param files in the order in which they were written
 * @param rowsRead how many rows each file of the group had left, if all were written in the order in which they were read; else empty
 */
record RewrittenGroup(FileGroup group, List<WrittenFile> files, List<Long> rowsRead) {
    RewrittenGroup {
        files = List.copyOf(files);
        rowsRead = List.copyOf(rowsRead);
        if (!rowsRead.isEmpty()) {
            long read = rowsRead.stream().mapToLong(rows -> rows).sum();
            if (rowsRead.size() != group.files().size() || read != rows(files)) {
                throw new IllegalArgumentException("Other rows were written than were read {files="
                        + group.files().size() + ", read=" + rowsRead + ", written=" + rows(files) + "}");
            }
        }
    }

    /** Rows of which nobody knows any more from which file they came. */
    static RewrittenGroup sorted(FileGroup group, List<WrittenFile> files) {
        return new RewrittenGroup(group, files, List.of());
    }

    /** Is it known of each row where it went? */
    boolean isInOrder() {
        return !rowsRead.isEmpty();
    }

    /** How many rows were written. */
    long rows() {
        return rows(files);
    }

    private static long rows(List<WrittenFile> files) {
        return files.stream().mapToLong(WrittenFile::rows).sum();
    }
}
