package io.weir.table.changes;

import io.weir.format.type.StructType;
import java.util.function.IntFunction;

/**
 * What one version gives to a stream: files, in an order that is the same for everybody and for ever. Immutable.
 *
 * <p>Those of what a version did are in the order of its log entry; those of the table as it was, in the order of their paths.
 */
public final class VersionFiles {
    private final long version;
    private final boolean snapshot;
    private final StructType schema;
    private final int count;
    private final IntFunction<ChangedFiles.Entry> entries;

    VersionFiles(
            long version, boolean snapshot, StructType schema, int count, IntFunction<ChangedFiles.Entry> entries) {
        this.version = version;
        this.snapshot = snapshot;
        this.schema = schema;
        this.count = count;
        this.entries = entries;
    }

    public long version() {
        return version;
    }

    /** Is this the table as it was at the version, and not what the version did? */
    public boolean isSnapshot() {
        return snapshot;
    }

    /** The columns that rows come with: the table's at the version, and if the feed tells changes, theirs. */
    public StructType schema() {
        return schema;
    }

    public int count() {
        return count;
    }

    /** The file at a place, made when asked for. */
    public VersionFile file(int index) {
        return new VersionFile(entries.apply(index), schema, snapshot, index);
    }
}
