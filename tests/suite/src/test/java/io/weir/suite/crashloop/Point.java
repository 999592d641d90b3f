package io.weir.suite.crashloop;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in a process where it can be told to kill itself. */
enum Point {
    ROWS_READ("rows of the source are decoded, and not written"),

    DATA_BEGIN(Thing.DATA, Moment.BEFORE, "a data file is about to be begun"),
    DATA_HALF(Thing.DATA, Moment.HALF, "some of a data file is written"),
    DATA_WRITTEN(Thing.DATA, Moment.WRITTEN, "all of a data file is written, under a hidden name"),
    DATA_NAMED(Thing.DATA, Moment.NAMED, "a data file has its name, and is not synced"),
    DATA_SYNCED(Thing.DATA, Moment.AFTER, "a data file is synced"),

    RECORD_PUT(Thing.RECORD, Moment.BEFORE, "the record of an epoch is about to be written"),
    RECORD_DONE(Thing.RECORD, Moment.AFTER, "the record of an epoch is written, its commit is not"),
    RECORD_DELETE(Thing.RECORD, Moment.DELETE, "a record that nobody needs any more is about to be deleted"),

    COMMIT_PUT(Thing.COMMIT, Moment.BEFORE, "the commit is about to be put"),
    COMMIT_DONE(Thing.COMMIT, Moment.AFTER, "the commit is in the log, and nobody was told"),
    FURTHER_PUT(
            Thing.FURTHER_COMMIT, Moment.BEFORE, "the first table has the epoch, the further one is about to get it"),
    FURTHER_DONE(Thing.FURTHER_COMMIT, Moment.AFTER, "both tables have the epoch, and nobody was told"),
    SOURCE_TOLD("the source was told that the epoch is in"),

    CONSUMER_PUT(Thing.CONSUMER, Moment.BEFORE, "the registration of a consumer is about to be written"),
    CONSUMER_DONE(Thing.CONSUMER, Moment.AFTER, "the registration of a consumer is written"),

    CHECKSUM_PUT(Thing.CHECKSUM, Moment.BEFORE, "the checksum of a version is about to be written"),
    CHECKSUM_DONE(Thing.CHECKSUM, Moment.AFTER, "the checksum of a version is written"),
    CHECKPOINT_PUT(Thing.CHECKPOINT, Moment.BEFORE, "a checkpoint is about to be written"),
    CHECKPOINT_DONE(Thing.CHECKPOINT, Moment.AFTER, "a checkpoint is written, nothing points at it"),
    HINT_PUT(Thing.HINT, Moment.BEFORE, "_last_checkpoint is about to be replaced"),
    HINT_DONE(Thing.HINT, Moment.AFTER, "_last_checkpoint is replaced"),
    COMPACTED_PUT(Thing.COMPACTED, Moment.BEFORE, "a compacted log file is about to be written"),
    COMPACTED_DONE(Thing.COMPACTED, Moment.AFTER, "a compacted log file is written"),

    DATA_DELETE(Thing.DATA, Moment.DELETE, "a data file that nobody needs any more is about to be deleted"),
    LOG_DELETE(Thing.LOG, Moment.DELETE, "an expired file of the log is about to be deleted"),

    SENT("the records of a transaction are with the broker, how far the producer is is not"),
    PROGRESS_SENT("both are with the broker, and not committed"),
    SENT_AND_COMMITTED("the transaction is committed, and the producer does not remember it"),
    FILE_WRITTEN("a file of records is written, under a hidden name"),
    FILE_MOVED("a file of records has its name");

    /** What in the store of a table it is about. */
    enum Thing {
        DATA,
        COMMIT,
        FURTHER_COMMIT,
        CHECKSUM,
        CHECKPOINT,
        HINT,
        COMPACTED,
        RECORD,
        CONSUMER,
        LOG,
        OTHER
    }

    enum Moment {
        BEFORE,
        HALF,
        WRITTEN,
        NAMED,
        AFTER,
        DELETE
    }

    private final @Nullable Thing thing;
    private final @Nullable Moment moment;
    private final String description;

    Point(String description) {
        this(null, null, description);
    }

    Point(@Nullable Thing thing, @Nullable Moment moment, String description) {
        this.thing = thing;
        this.moment = moment;
        this.description = description;
    }

    String description() {
        return description;
    }

    static Optional<Point> of(Thing thing, Moment moment) {
        return Arrays.stream(values())
                .filter(point -> point.thing == thing && point.moment == moment)
                .findFirst();
    }
}
