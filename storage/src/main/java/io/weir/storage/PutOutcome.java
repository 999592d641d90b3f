package io.weir.storage;

/** What became of a put-if-absent. */
public enum PutOutcome {
    /** The object is ours, durable and visible. */
    STORED,
    /** An object of that name was there already; nothing was written. */
    EXISTS
}
