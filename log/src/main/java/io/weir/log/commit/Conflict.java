package io.weir.log.commit;

import io.weir.log.action.CommitInfo;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction cannot follow another one that it did not know of.
 *
 * @param theirs the winner's version
 * @param operation what the winner did, or null if it did not say
 * @param subject the file, application or domain it is about; empty for the table as a whole
 */
public record Conflict(Kind kind, long theirs, @Nullable String operation, String subject) {
    /** The ways to be in conflict. */
    public enum Kind {
        METADATA_CHANGED("Another commit changed the table's metadata"),
        PROTOCOL_CHANGED("Another commit changed the table's protocol"),
        CONCURRENT_APPEND("Another commit added rows that this one should have read"),
        CONCURRENT_DELETE_READ("Another commit removed a file this one read"),
        CONCURRENT_DELETE_DELETE("Another commit removed a file this one removes"),
        CONCURRENT_TRANSACTION("Another commit moved the same application on"),
        CONCURRENT_DOMAIN_METADATA("Another commit changed the same metadata domain");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    static Conflict of(Kind kind, Commit theirs, String subject) {
        CommitInfo info = theirs.info();
        return new Conflict(kind, theirs.version(), info == null ? null : info.operation(), subject);
    }

    /** This as the error that ends the transaction. */
    public CommitConflictException toException() {
        Facts facts = Facts.of("kind", kind, "theirs", theirs);
        if (operation != null) {
            facts = facts.and("operation", operation);
        }
        if (!subject.isEmpty()) {
            facts = facts.and("subject", subject);
        }
        return new CommitConflictException(kind.sentence, facts);
    }
}
