package io.weir.testkit;

/** What one asks of a store, as a {@link FaultStore} tells requests apart. */
public enum StoreOperation {
    /** All bytes of an object. */
    READ,
    /** Opening for reading, and each read of a part. */
    READ_RANGE,
    /** Name, length, time; existence. */
    INFO,
    /** Either kind of listing. */
    LIST,
    PUT_IF_ABSENT,
    PUT,
    /** Starting an object that is written piece by piece. */
    CREATE,
    /** A piece of such an object. */
    WRITE,
    /** Making such an object visible. */
    FINISH,
    /** Waiting until such an object is on the disk. What fails once fails whenever it is asked for again. */
    SYNC,
    DELETE
}
