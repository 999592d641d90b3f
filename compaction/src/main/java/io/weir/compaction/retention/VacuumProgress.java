package io.weir.compaction.retention;

/** Hears how far a vacuum is. Called by any thread, one or more at a time, so do little. */
public interface VacuumProgress {
    /** Hears nothing. */
    VacuumProgress NONE = new VacuumProgress() {};

    /** So many files of the table, or removals in its log, were looked at. */
    default void listed(long files) {}

    /** So many of the files that are to go were deleted. */
    default void deleted(long files, long of) {}
}
