package io.weir.table;

/**
 * Keeps tables in order behind commits, for those whose {@code delta.autoOptimize.autoCompact} asks for it. Found by {@link java.util.ServiceLoader}:
 * {@code weir-compaction} has one. Safe for many threads.
 */
public interface TableUpkeep {
    /**
     * What is to be done behind commits of a table, looked for and done by one thread at a time; it throws nothing that matters to who committed.
     *
     * @param table open as long as the work is called
     */
    Runnable of(Table table);
}
