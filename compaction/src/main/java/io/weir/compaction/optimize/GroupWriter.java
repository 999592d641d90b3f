package io.weir.compaction.optimize;

/** Writes the rows of groups again. Safe for many threads. */
interface GroupWriter {
    /** Hears how many bytes of a group's files are done, of any thread; all calls together are as many as the files have. */
    interface Progress {
        void done(long bytes);
    }

    /** All rows of a group in files that no version names yet; leaves none behind if it throws. */
    RewrittenGroup write(FileGroup group, RewriteMemory memory, Progress progress);
}
