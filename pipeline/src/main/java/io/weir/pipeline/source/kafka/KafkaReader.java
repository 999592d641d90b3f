package io.weir.pipeline.source.kafka;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.MessageDecoder;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.TextFile;
import io.weir.pipeline.decode.TextOptions;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.InputColumns;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceLag;
import io.weir.pipeline.source.SourceReader;
import io.weir.pipeline.source.kafka.KafkaCluster.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics. One thread at a time.
 *
 * <p>What a poll gives stays in its lists, one for each partition, until it is given on as rows; only then the next poll is made. So no more is in
 * memory than the client fetches ahead.
 */
final class KafkaReader implements SourceReader {
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
    private static final Duration SAMPLE_WAIT = Duration.ofMillis(100);
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Messages that trickle in make no quiet second, and must not wait for ten thousand. */
    private static final long LONGEST_SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A query that reads what is there, and gets nothing for so long, has an error rather than patience. */
    private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int LARGEST_BATCH_BYTES = 8 << 20;

    private final Reading reading;
    private final ReadSettings settings;
    private final @Nullable StructType known;
    private final KafkaCluster cluster;
    private final Partitions partitions;
    private final FoundColumns columns;
    private final TopicWatch watch;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaLag lag = new KafkaLag();
    private final Deque<Polled> polled = new ArrayDeque<>();
    /** Null where that is the beginning of all. */
    private final @Nullable FirstPlaces places;

    private @Nullable MessageRows rows;
    private boolean placesOwed;
    private long withoutRows;
    /** How long polls have waited since one gave something. */
    private long silentNanos;

    private KafkaReader(
            Reading reading,
            ReadSettings settings,
            @Nullable StructType known,
            KafkaCluster cluster,
            Partitions partitions,
            FoundColumns columns,
            KafkaConsumer<byte[], byte[]> consumer,
            @Nullable FirstPlaces places) {
        this.reading = reading;
        this.settings = settings;
        this.known = known;
        this.cluster = cluster;
        this.partitions = partitions;
        this.columns = columns;
        this.watch = new TopicWatch(cluster, reading);
        this.consumer = consumer;
        this.places = places;
        this.placesOwed = places != null && (reading.format() == null || known != null);
    }

    /**
     * Connects, and finds the partitions and where to begin.
     *
     * @param known the columns that values become, if that is known; null for raw messages
     * @param most so many readers at most, each with some of the partitions
     */
    static List<SourceReader> open(
            Reading reading, Position from, ReadSettings settings, @Nullable StructType known, int most) {
        KafkaCluster cluster = KafkaCluster.connect(reading.client());
        List<SourceReader> readers = new ArrayList<>();
        try {
            int count = most == 1 ? 1 : Math.max(1, Math.min(most, cluster.partitions(reading.topics())));
            FoundColumns columns = new FoundColumns();
            boolean atBeginning = reading.start() instanceof KafkaStart.Earliest;
            @Nullable FirstPlaces places = from.isStart() && !atBeginning ? new FirstPlaces() : null;
            for (int i = 0; i < count; i++) {
                Partitions partitions = new Partitions(cluster, reading, from, settings.bounded(), new Share(i, count));
                readers.add(open(reading, settings, known, cluster, partitions, columns, places));
            }
            return readers;
        } catch (RuntimeException e) {
            readers.forEach(SourceReader::close);
            throw e instanceof KafkaException ? KafkaCluster.explained(e, reading.client()) : e;
        } finally {
            cluster.close(); // each reader has a hold of its own
        }
    }

    private static KafkaReader open(
            Reading reading,
            ReadSettings settings,
            @Nullable StructType known,
            KafkaCluster cluster,
            Partitions partitions,
            FoundColumns columns,
            @Nullable FirstPlaces places) {
        partitions.open();
        if (places != null) {
            places.add(partitions.takeMoved());
        }
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                reading.client().consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaReader reader =
                new KafkaReader(reading, settings, known, cluster.held(), partitions, columns, consumer, places);
        try {
            reader.assign();
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    /** Tells the client which partitions to fetch, and of new and moved ones from where. */
    private void assign() {
        List<ReadPartition> unread = partitions.unread();
        Set<TopicPartition> ids = unread.stream().map(partition -> partition.id).collect(Collectors.toSet());
        if (!consumer.assignment().equals(ids)) {
            consumer.assign(ids);
        }
        for (ReadPartition partition : unread) {
            if (partition.isToBePlaced()) {
                consumer.seek(partition.id, partition.next());
                lag.begins(partition);
            }
        }
    }

    @Override
    public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
        if (placesOwed) {
            placesOwed = false; // who begins at the end is told from where on, also if nothing comes
            Map<String, Long> moved = moved();
            if (!moved.isEmpty()) {
                StructType schema = reading.format() == null || known == null ? RawRows.SCHEMA : known;
                return new SourceBatch(new BatchBuilder(schema).build(), 0, 0, 0, moved);
            }
        }
        if (polled.isEmpty()) {
            look();
            poll(Duration.ZERO);
        }
        MessageRows into = rows;
        if (into == null) {
            into = start();
            rows = into;
        }
        return into == null || isHeld() ? null : take(into, maxRows, bad);
    }

    /** Is there something that must not be given before another reader has said where all begin? */
    private boolean isHeld() {
        boolean any = withoutRows > 0 || polled.stream().anyMatch(from -> !from.isTaken());
        return places != null && any && !places.mayGive(this);
    }

    private Map<String, Long> moved() {
        if (places == null || !places.mayGive(this)) {
            return partitions.takeMoved();
        }
        Map<String, Long> moved = new HashMap<>(places.take());
        moved.putAll(partitions.takeMoved());
        return moved;
    }

    private @Nullable SourceBatch take(MessageRows into, int maxRows, Consumer<BadRecord> bad) {
        long messages = withoutRows;
        long bytes = 0;
        boolean full = false;
        while (!full && !polled.isEmpty()) {
            Polled from = polled.getFirst();
            while (!full && !from.isTaken()) {
                ConsumerRecord<byte[], byte[]> message = from.messages.get(from.taken);
                if (!into.add(message, bad)) {
                    full = true;
                    break;
                }
                from.taken++;
                messages++;
                lag.taken(message);
                bytes += Polled.bytes(message);
                full = messages >= maxRows || bytes >= LARGEST_BATCH_BYTES;
            }
            partitions.given(from.partition, from.position());
            if (from.isTaken()) {
                polled.removeFirst();
            }
        }
        if (messages == 0) {
            return null; // to say that a marker was passed is not worth a version
        }
        withoutRows = 0;
        Map<String, Long> moved = moved();
        lag.told(moved);
        return new SourceBatch(into.take(), messages, bytes, 0, moved);
    }

    /** Fetches; waits for something to fetch, but not longer than this. */
    private void poll(Duration wait) {
        ConsumerRecords<byte[], byte[]> got;
        long begun = System.nanoTime();
        try {
            if (consumer.assignment().isEmpty()) {
                lag.look(consumer, List.of(), true);
                if (!settings.bounded()) {
                    Thread.sleep(wait.toMillis());
                }
                return;
            }
            got = consumer.poll(wait);
        } catch (InvalidOffsetException e) {
            partitions.outOfRange(e.partitions());
            polled.removeIf(old -> partitions.get(old.partition.id) != old.partition);
            assign();
            return;
        } catch (InterruptException | InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("Interrupted while Kafka was read {source=" + reading.topics() + "}", e);
        } catch (KafkaException e) {
            throw KafkaCluster.explained(e, reading.client());
        }
        boolean anyRead = false;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> end :
                got.nextOffsets().entrySet()) {
            ReadPartition partition = partitions.get(end.getKey());
            if (partition != null) {
                polled.add(new Polled(
                        partition, got.records(end.getKey()), end.getValue().offset()));
                anyRead |= partition.isRead();
            }
        }
        silentNanos = got.nextOffsets().isEmpty() ? silentNanos + System.nanoTime() - begun : 0;
        if (anyRead) {
            assign();
        }
        lag.look(consumer, partitions.unread(), polled.isEmpty());
        if (settings.bounded() && silentNanos > LONGEST_SILENCE_NANOS) {
            throw silent();
        }
    }

    private SourceException silent() {
        ReadPartition first = partitions.unread().get(0);
        return new SourceException("Kafka gives no messages of a partition that has some {end=" + first.end
                + ", partition=" + first.id.partition() + ", position=" + first.next() + ", seconds="
                + TimeUnit.NANOSECONDS.toSeconds(LONGEST_SILENCE_NANOS) + ", servers="
                + reading.client().servers() + ", topic=" + first.id.topic() + "}");
    }

    /** Takes in other topics and partitions than there were, if somebody saw some. */
    private void look() {
        Map<String, Topic> topics = watch.seen();
        if (topics == null) {
            return;
        }
        try {
            if (partitions.update(topics)) {
                assign();
            }
        } catch (SourceException e) {
            if (!(e.getCause() instanceof RetriableException)) { // else a broker is on its way, and so is the next look
                throw e;
            }
        }
    }

    /** Finds out what messages become; null if none has come that shows it. */
    private @Nullable MessageRows start() {
        FileFormat format = reading.format();
        if (format == null) {
            return new RawRows();
        }
        Set<String> besides = reading.metadata() ? DecodedRows.metadataNames() : Set.of();
        MessageDecoder decoder = new MessageDecoder(
                "kafka:" + reading.topics(),
                new TextOptions(format.csv(), format.naming(), format.unknownFields()),
                besides);
        InputColumns found = columns.orFind(() -> find(format, decoder));
        if (found == null) {
            return null;
        }
        decoder.start(found.columns(), found.mayAppear());
        return new DecodedRows(decoder, reading.metadata());
    }

    private @Nullable InputColumns find(FileFormat format, MessageDecoder decoder) {
        StructType given = known == null || !reading.metadata() ? known : DecodedRows.withoutMetadata(known);
        return InputColumns.needSample(given, settings, format) && !sample(decoder)
                ? null
                : InputColumns.of(given, settings, format, reading.topics().toString(), decoder::inferred);
    }

    /** Shows the first messages to the decoder; false if none of them has a value. */
    private boolean sample(MessageDecoder decoder) {
        long begun = System.nanoTime();
        while (!polled.isEmpty()
                && polled.stream().mapToInt(from -> from.messages.size()).sum() < TextFile.SAMPLE_ROWS
                && polled.stream().mapToLong(Polled::bytes).sum() < TextFile.SAMPLE_BYTES
                && !consumer.assignment().isEmpty()
                && silentNanos < QUIET_NANOS
                && System.nanoTime() - begun < LONGEST_SAMPLE_NANOS) {
            poll(SAMPLE_WAIT);
        }
        int shown = 0;
        for (Polled from : polled) {
            for (ConsumerRecord<byte[], byte[]> message : from.messages) {
                if (message.value() != null && shown < TextFile.SAMPLE_ROWS) {
                    decoder.sample(message.value());
                    shown++;
                }
            }
        }
        if (shown == 0) { // they give no rows, whatever the columns will be
            for (Polled from : polled) {
                withoutRows += from.messages.size();
                partitions.given(from.partition, from.next);
            }
            polled.clear();
        }
        return shown > 0;
    }

    /** What comes in the meantime is fetched, and given by {@link #next}. */
    @Override
    public void await(Duration atMost) throws InterruptedException {
        if (polled.isEmpty()) {
            poll(atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT);
        } else if (isHeld()) {
            Thread.sleep(POLL.toMillis());
        }
    }

    @Override
    public void committed(Position position, boolean last) {
        if (places != null && !position.isStart()) {
            places.committed();
        }
    }

    @Override
    public @Nullable SourceLag lag(Position committed) {
        return lag.of(committed);
    }

    @Override
    public boolean finished() {
        return settings.bounded()
                && !placesOwed
                && polled.isEmpty()
                && partitions.unread().isEmpty();
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // else the client does not close its connections
        try {
            consumer.close(CloseOptions.timeout(CLOSING));
        } finally {
            cluster.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
