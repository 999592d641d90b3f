package io.weir.log.commit;

/** What became of one attempt to write one version. */
public sealed interface CommitOutcome {
    long version();

    /** The version is ours, durable and visible. */
    record Committed(long version) implements CommitOutcome {}

    /** Somebody else's commit has the version; nothing of ours is visible. Look at theirs, then try the next version. */
    record Lost(long version) implements CommitOutcome {}

    /**
     * The version may be ours or not: the store cannot be asked. Nothing may be cleaned up and nothing tried under another
     * version before {@link CommitWriter#settle} has said which.
     */
    record Unknown(long version, RuntimeException cause) implements CommitOutcome {}
}
