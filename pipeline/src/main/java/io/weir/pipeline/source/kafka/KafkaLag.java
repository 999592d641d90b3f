package io.weir.pipeline.source.kafka;

import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceLag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What partitions have behind a position. The client learns their ends with every fetch, so nobody is asked. One thread at a time, the reader's, but
 * for {@link #of}.
 */
final class KafkaLag {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Where partitions began, by their names in the position. */
    private final Map<String, Long> begins = new HashMap<>();
    /** The places that batches told. */
    private final Map<String, Long> told = new HashMap<>();

    private long newestMillis = -1;
    private long dueNanos = System.nanoTime();
    private volatile @Nullable Ends ends;

    /** @param newestMillis the timestamp of the message that became a row last; negative if there was none */
    private record Ends(Map<String, Long> begins, Map<String, Long> ends, long newestMillis) {}

    /** A partition is read from here on. */
    void begins(ReadPartition partition) {
        begins.put(partition.name, partition.next());
        told.put(partition.name, partition.next());
    }

    void taken(ConsumerRecord<byte[], byte[]> message) {
        newestMillis = message.timestamp();
    }

    /** A batch goes out with these places. */
    void told(Map<String, Long> moved) {
        told.putAll(moved);
    }

    /** @param allTaken is nothing left of what was fetched? */
    void look(KafkaConsumer<byte[], byte[]> consumer, List<ReadPartition> unread, boolean allTaken) {
        long now = System.nanoTime();
        if (now - dueNanos < 0) {
            return;
        }
        dueNanos = now + PAUSE_NANOS;
        Map<String, Long> found = new HashMap<>();
        for (ReadPartition partition : unread) {
            OptionalLong left = consumer.currentLag(partition.id);
            if (left.isEmpty()) {
                return; // before the first fetch
            }
            // Behind the last message there can be markers of transactions, which no row ever moves a position past.
            Long last = left.getAsLong() == 0 && allTaken ? told.get(partition.name) : null;
            found.put(partition.name, last == null ? partition.next() + left.getAsLong() : last);
        }
        ends = new Ends(Map.copyOf(begins), found, newestMillis);
    }

    /** Null as long as nothing was fetched. Any thread. */
    @Nullable
    SourceLag of(Position committed) {
        Ends known = ends;
        if (known == null) {
            return null;
        }
        long rows = 0;
        for (Map.Entry<String, Long> end : known.ends.entrySet()) {
            Long at = committed.at(end.getKey());
            Long from = at == null ? known.begins.get(end.getKey()) : at;
            rows += from == null ? 0 : Math.max(0, end.getValue() - from);
        }
        return new SourceLag(null, null, null, rows, time(rows, known.newestMillis));
    }

    private static @Nullable Duration time(long rows, long newestMillis) {
        if (rows == 0) {
            return Duration.ZERO;
        }
        return newestMillis < 0 ? null : Duration.ofMillis(Math.max(0, System.currentTimeMillis() - newestMillis));
    }
}
