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
    /** What steps remember, and what further tables are to get, is durable. */
    RECORDED,
    /** The epoch is in the first table; nobody was told. */
    COMMITTED,
    /** It is in one of the further tables. */
    SETTLED;

    /** Called at each place. */
    @FunctionalInterface
    interface Hook {
        Hook NONE = step -> {};

        void at(Step step);
    }
}
