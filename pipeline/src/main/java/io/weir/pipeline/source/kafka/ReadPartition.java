package io.weir.pipeline.source.kafka;

import org.apache.kafka.common.TopicPartition;

/** A partition that is read. One thread at a time. */
final class ReadPartition {
    static final long NO_END = Long.MAX_VALUE;

    final TopicPartition id;
    /** In the position. */
    final String name;
    /** Behind the last message wanted, or {@link #NO_END}. */
    final long end;
    /** The offset that is to be fetched next. */
    private long next;

    private boolean placed;

    ReadPartition(TopicPartition id, long next, long end) {
        this.id = id;
        this.name = nameOf(id);
        this.next = next;
        this.end = end;
    }

    static String nameOf(TopicPartition id) {
        return id.topic() + "-" + id.partition();
    }

    long next() {
        return next;
    }

    /** Messages up to here were fetched. */
    void fetched(long newNext) {
        next = newNext;
    }

    /** Reading goes on at another place. */
    void moveTo(long newNext) {
        next = newNext;
        placed = false;
    }

    /** True once after it was made or moved: then the client has to be told. */
    boolean isToBePlaced() {
        boolean first = !placed;
        placed = true;
        return first;
    }

    boolean isRead() {
        return next >= end;
    }
}
