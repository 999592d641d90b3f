package io.weir.log.commit;

import io.weir.log.action.CommitInfo;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.log.error.FilesRearrangedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction cannot follow another one that it did not know of.
 *
 * @param theirs the winner's version
 * @param operation what the winner did, or null if it did not say
 * @param subject the file, application, domain, or list of what changed; empty for the table as a whole
 * @param rearranged did the winner only put rows into other files?
 */
public record Conflict(Kind kind, long theirs, @Nullable String operation, String subject, boolean rearranged) {
    /** The ways to be in conflict, and how each is stayed clear of. */
    public enum Kind {
        METADATA_CHANGED(
                "Another commit changed the table's metadata",
                "do it again on the newest version, and change columns and properties that matter to writers while none is at work",
                "changed"),
        PROTOCOL_CHANGED(
                "Another commit changed the table's protocol",
                "do it again on the newest version, and turn features on and off while no writer is at work",
                "changed"),
        CONCURRENT_APPEND(
                "Another commit added rows that this one should have read",
                "do it again on the newest version; a condition on partition columns, or on columns with statistics, that"
                        + " leaves the other's files out keeps clear of it, and so does the isolation level WriteSerializable"
                        + " where the other one is a blind append",
                "file"),
        CONCURRENT_DELETE_READ(
                "Another commit removed a file this one read",
                "do it again on the newest version; conditions that divide the table by partition, or by columns with"
                        + " statistics, and deletion vectors keep two such operations clear of each other",
                "file"),
        CONCURRENT_DELETE_DELETE(
                "Another commit removed a file this one removes",
                "do it again on the newest version; operations on different files, or with deletion vectors on different"
                        + " rows, keep clear of each other, and compaction of files that are not being changed",
                "file"),
        CONCURRENT_TRANSACTION(
                "Another commit moved the same application on",
                "look how far the application is before doing it again, and let one writer at a time use its id",
                "appId"),
        CONCURRENT_DOMAIN_METADATA(
                "Another commit changed the same metadata domain",
                "read the domain again before changing it, and let one writer at a time do so",
                "domain");

        private final String sentence;
        private final String advice;
        private final String subjectName;

        Kind(String sentence, String advice, String subjectName) {
            this.sentence = sentence;
            this.advice = advice;
            this.subjectName = subjectName;
        }

        public String sentence() {
            return sentence;
        }

        /** What would have avoided it. */
        public String advice() {
            return advice;
        }

        /** What the subject of such a conflict is: {@code file}, {@code appId}, {@code domain} or {@code changed}. */
        public String subjectName() {
            return subjectName;
        }
    }

    /** A conflict with a commit. */
    public static Conflict of(Kind kind, Commit theirs, String subject) {
        return of(kind, theirs, subject, false);
    }

    /** A conflict with a commit that took a file away of which no row changed. */
    static Conflict withRearranged(Kind kind, Commit theirs, String file) {
        return of(kind, theirs, file, true);
    }

    private static Conflict of(Kind kind, Commit theirs, String subject, boolean rearranged) {
        CommitInfo info = theirs.info();
        return new Conflict(kind, theirs.version(), info == null ? null : info.operation(), subject, rearranged);
    }

    /** This as the error that ends the transaction. */
    public CommitConflictException toException() {
        Facts facts = Facts.of("kind", kind, "theirs", theirs);
        if (operation != null) {
            facts = facts.and("operation", operation);
        }
        if (!subject.isEmpty()) {
            facts = facts.and(kind.subjectName, subject);
        }
        String message = kind.sentence + "; " + kind.advice;
        return rearranged ? new FilesRearrangedException(message, facts) : new CommitConflictException(message, facts);
    }
}
