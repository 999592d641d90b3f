package io.weir.pipeline;

import java.nio.file.Path;

/** What a query does about records that do not fit. */
public sealed interface BadRecords {
    /** The query fails; nothing of the epoch is in the table. */
    record Fail() implements BadRecords {}

    /** They are left out and counted. */
    record Skip() implements BadRecords {}

    /**
     * They are left out and kept, with the reason, as JSON lines in a directory: one file for each epoch that had some, named by application
     * and epoch, so that an epoch that is run again after a crash replaces its own file and no record is there twice.
     */
    record Quarantine(Path directory) implements BadRecords {}

    static BadRecords fail() {
        return new Fail();
    }

    static BadRecords skip() {
        return new Skip();
    }

    static BadRecords quarantine(Path directory) {
        return new Quarantine(directory);
    }
}
