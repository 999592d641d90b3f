package io.weir.pipeline;

/** Places in an epoch between which a process can stop; tests stop there. */
enum Step {
    /** The first rows of an epoch are taken. */
    OPENED,
    /** Some rows are in data files that nobody sees. */
    WRITTEN,
    /** All data files of the epoch are durable. */
    FINISHED,
    /** The bad records of the epoch are durable. */
    QUARANTINED,
    /** The epoch is in the table; nobody was told. */
    COMMITTED;

    /** Called at each place. */
    @FunctionalInterface
    interface Hook {
        Hook NONE = step -> {};

        void at(Step step);
    }
}
