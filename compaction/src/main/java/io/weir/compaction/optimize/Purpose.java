package io.weir.compaction.optimize;

/** Why files are written again, as the history has it. */
public enum Purpose {
    /** Fewer files, or files that a scan can leave out more often. */
    OPTIMIZE("OPTIMIZE"),

    /** Files without rows that were deleted, and without columns that were dropped. */
    PURGE("REORG"),

    /** Files that have the types which the columns have now. */
    REWRITE_TYPES("REORG");

    private final String operation;

    Purpose(String operation) {
        this.operation = operation;
    }

    /** The operation's name in the history. */
    public String operation() {
        return operation;
    }
}
