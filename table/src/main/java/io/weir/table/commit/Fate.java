package io.weir.table.commit;

/** What can have become of a transaction whose commit threw. In the hands of the thread that commits. */
final class Fate {
    /** True from before the store is asked to take a version until it is certain that it did not. */
    boolean mayBeCommitted;
}
