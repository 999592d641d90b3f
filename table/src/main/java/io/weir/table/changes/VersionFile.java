package io.weir.table.changes;

import io.weir.format.type.StructType;

/** One file of what a version gives to a stream. Immutable. */
public final class VersionFile {
    private final ChangedFiles.Entry entry;
    private final StructType schema;
    private final boolean snapshot;
    private final int index;

    VersionFile(ChangedFiles.Entry entry, StructType schema, boolean snapshot, int index) {
        this.entry = entry;
        this.schema = schema;
        this.snapshot = snapshot;
        this.index = index;
    }

    public long version() {
        return entry.version();
    }

    /** Its place among the files of its version, from 0. */
    public int index() {
        return index;
    }

    /** Is it a file of the table as it was at the version, and not of what the version did? */
    public boolean isOfSnapshot() {
        return snapshot;
    }

    /** As the log spells it. */
    public String path() {
        return entry.file().path();
    }

    /** 0 if the log does not say it. */
    public long sizeBytes() {
        return Math.max(0, entry.file().sizeBytes());
    }

    /** How many rows come of it, as far as the log says it; -1 if it does not. */
    public long rowCount() {
        return entry.file().rows();
    }

    /** The columns that its rows come with. */
    public StructType schema() {
        return schema;
    }

    ChangedFiles.Entry entry() {
        return entry;
    }

    @Override
    public String toString() {
        return "VersionFile {index=" + index + ", path=" + path() + ", snapshot=" + snapshot + ", version=" + version()
                + "}";
    }
}
