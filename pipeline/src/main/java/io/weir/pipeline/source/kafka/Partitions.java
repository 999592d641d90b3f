package io.weir.pipeline.source.kafka;

import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.kafka.KafkaCluster.Topic;
import io.weir.pipeline.source.kafka.KafkaLoss.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that are read, where each goes on, and what the table has yet to hear of that. One thread at a time.
 *
 * <p>In a {@link Position}, {@code TOPIC-PARTITION} is the offset to be read next and {@code TOPIC-PARTITION#id} says which topic had that name; 0 is one
 * whose loss was allowed for. A partition says all of itself, so those of one topic can be read, and found to be others, by several readers.
 */
final class Partitions {
    private static final String ID = "#id";
    private static final long GONE = 0;
    /** So often is a topic missed before it counts as deleted: a broker may not have heard of a new one yet. */
    private static final int LOOKS = 2;

    private final KafkaCluster cluster;
    private final Reading reading;
    private final Position from;
    private final boolean bounded;
    private final Share share;
    private final Map<TopicPartition, ReadPartition> read = new LinkedHashMap<>();
    /** Of the topics that have such partitions. */
    private final Map<String, Long> ids = new HashMap<>();

    private final Map<String, Integer> missed = new HashMap<>();
    private Map<String, Long> moved = new HashMap<>();

    Partitions(KafkaCluster cluster, Reading reading, Position from, boolean bounded, Share share) {
        this.cluster = cluster;
        this.reading = reading;
        this.from = from;
        this.bounded = bounded;
        this.share = share;
    }

    /** Finds the partitions and where to begin in them. */
    void open() {
        Map<String, Topic> topics = cluster.topics(reading.topics());
        if (reading.topics() instanceof TopicSelection.Named named) {
            for (String name : named.topics()) {
                if (!topics.containsKey(name)) {
                    throw absent(name, remembered().getOrDefault(name, Map.of()));
                }
            }
        } else if (topics.isEmpty() && bounded && from.isStart()) {
            throw new SourceException("No topic has a name that the pattern matches {pattern=" + reading.topics()
                    + ", servers=" + reading.client().servers() + "}");
        }
        Map<String, Map<Integer, Long>> remembered = remembered();
        remembered.forEach((name, places) -> {
            if (!topics.containsKey(name)) {
                places.forEach((partition, place) -> lost(new KafkaLoss(Kind.DELETED, name, partition, place, 0, 0)));
                forget(name, places.keySet());
            }
        });
        topics.values().forEach(topic -> {
            Map<Integer, Long> places = remembered.getOrDefault(topic.name(), new TreeMap<>());
            Map<Integer, Long> others = new TreeMap<>(places);
            others.keySet().removeIf(partition -> !isAnother(idThen(topic.name(), partition), topic));
            if (!others.isEmpty()) {
                recreated(topic, others);
                places.keySet().removeAll(others.keySet());
            }
        });
        begin(topics.values(), remembered, true);
    }

    private SourceException absent(String name, Map<Integer, Long> places) {
        return new SourceException("A topic does not exist {"
                + (places.isEmpty() ? "" : "position=" + places + ", ")
                + "servers=" + reading.client().servers() + ", topic=" + name + "}");
    }

    /** Topic, partition, offset, of what this reader has; without those that are known to be gone. */
    private Map<String, Map<Integer, Long>> remembered() {
        Map<String, Map<Integer, Long>> places = new TreeMap<>();
        from.partitions().forEach((name, place) -> {
            int dash = name.lastIndexOf('-');
            if (dash > 0 && !name.endsWith(ID)) {
                String topic = name.substring(0, dash);
                int partition = Integer.parseInt(name.substring(dash + 1));
                if (reading.topics().matches(topic)
                        && share.has(topic, partition)
                        && !Objects.equals(idThen(topic, partition), GONE)) {
                    places.computeIfAbsent(topic, t -> new TreeMap<>()).put(partition, place);
                }
            }
        });
        return places;
    }

    private static String idOf(String topic, int partition) {
        return ReadPartition.nameOf(new TopicPartition(topic, partition)) + ID;
    }

    /** Which topic it was that was read; null if that is not known. */
    private @Nullable Long idThen(String topic, int partition) {
        return from.at(idOf(topic, partition));
    }

    private static boolean isAnother(@Nullable Long id, Topic topic) {
        return id != null && id != GONE && topic.id() != 0 && id != topic.id();
    }

    /** Adds those partitions of the topics that are not read yet. */
    private void begin(Collection<Topic> topics, Map<String, Map<Integer, Long>> remembered, boolean opening) {
        List<TopicPartition> fresh = new ArrayList<>();
        for (Topic topic : topics) {
            for (int i = 0; i < topic.partitions(); i++) {
                TopicPartition partition = new TopicPartition(topic.name(), i);
                if (share.has(partition) && !read.containsKey(partition)) {
                    fresh.add(partition);
                }
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<TopicPartition, @Nullable Long> begins =
                cluster.offsets(fresh, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, @Nullable Long> ends =
                cluster.offsets(fresh, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, @Nullable Long> stable =
                cluster.offsets(fresh, OffsetSpec.latest(), reading.client().isolation());
        Map<TopicPartition, @Nullable Long> starts = opening && from.isStart() ? starts(fresh, begins, stable) : begins;
        for (TopicPartition partition : fresh) {
            Long place = remembered.getOrDefault(partition.topic(), Map.of()).get(partition.partition());
            long begin = at(begins, partition);
            long next = place == null
                    ? Math.max(begin, at(starts, partition))
                    : inRange(partition, place, begin, at(ends, partition));
            ReadPartition added =
                    new ReadPartition(partition, next, bounded ? at(stable, partition) : ReadPartition.NO_END);
            read.put(partition, added);
            if (place == null || place != next) {
                moved.put(added.name, next);
            }
        }
        Map<String, Topic> named = topics.stream().collect(Collectors.toMap(Topic::name, topic -> topic));
        for (TopicPartition partition : fresh) {
            Topic topic = Objects.requireNonNull(named.get(partition.topic()));
            Long known = idThen(topic.name(), partition.partition());
            ids.put(topic.name(), topic.id());
            if (topic.id() != 0 && (known == null || known != topic.id())) {
                moved.put(idOf(topic.name(), partition.partition()), topic.id());
            }
        }
    }

    private Map<TopicPartition, @Nullable Long> starts(
            List<TopicPartition> fresh,
            Map<TopicPartition, @Nullable Long> begins,
            Map<TopicPartition, @Nullable Long> stable) {
        if (reading.start() instanceof KafkaStart.Earliest) {
            return begins;
        }
        Map<TopicPartition, @Nullable Long> starts = new HashMap<>(stable);
        if (reading.start() instanceof KafkaStart.At at) {
            Instant time = at.time();
            cluster.offsets(
                            fresh,
                            OffsetSpec.forTimestamp(time.toEpochMilli()),
                            reading.client().isolation())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            starts.put(partition, offset);
                        }
                    });
        }
        return starts;
    }

    private static long at(Map<TopicPartition, @Nullable Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        return offset == null ? 0 : offset;
    }

    /** The place itself, or where to go on if there is no such place and loss is allowed. */
    private long inRange(TopicPartition partition, long place, long begin, long end) {
        if (place < begin) {
            lost(new KafkaLoss(Kind.EXPIRED, partition.topic(), partition.partition(), place, begin, end));
            return begin;
        }
        if (place > end) {
            Long id = ids.containsKey(partition.topic())
                    ? ids.get(partition.topic())
                    : idThen(partition.topic(), partition.partition());
            boolean sameTopic = id != null && id != 0; // brokers without ids cannot say
            Kind kind = sameTopic ? Kind.CUT : Kind.RECREATED;
            lost(new KafkaLoss(kind, partition.topic(), partition.partition(), place, begin, end));
            return sameTopic ? end : begin;
        }
        return place;
    }

    private void lost(KafkaLoss loss) {
        Consumer<KafkaLoss> told = reading.onLoss();
        if (told == null) {
            throw new SourceException(loss.message(reading.client().servers()));
        }
        told.accept(loss);
    }

    private void recreated(Topic topic, Map<Integer, Long> places) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < topic.partitions(); i++) {
            partitions.add(new TopicPartition(topic.name(), i));
        }
        Map<TopicPartition, @Nullable Long> begins =
                cluster.offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, @Nullable Long> ends =
                cluster.offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        places.forEach((partition, place) -> {
            TopicPartition id = new TopicPartition(topic.name(), partition);
            lost(new KafkaLoss(Kind.RECREATED, topic.name(), partition, place, at(begins, id), at(ends, id)));
        });
        forget(topic.name(), places.keySet());
    }

    private void forget(String topic, Collection<Integer> partitions) {
        for (int partition : partitions) {
            moved.put(ReadPartition.nameOf(new TopicPartition(topic, partition)), 0L);
            moved.put(idOf(topic, partition), GONE);
        }
        ids.remove(topic);
        read.keySet().removeIf(partition -> partition.topic().equals(topic));
    }

    /** Takes in what is there now; true if other partitions are to be read than before. */
    boolean update(Map<String, Topic> now) {
        int before = read.size();
        boolean changed = false;
        for (Map.Entry<String, Long> known : Map.copyOf(ids).entrySet()) {
            String name = known.getKey();
            Topic topic = now.get(name);
            if (topic != null) {
                missed.remove(name);
                if (isAnother(known.getValue(), topic)) {
                    recreated(topic, places(name));
                    begin(List.of(topic), Map.of(), false);
                    changed = true;
                }
            } else if (missed.merge(name, 1, Integer::sum) >= LOOKS) {
                if (reading.topics() instanceof TopicSelection.Named) {
                    throw absent(name, places(name));
                }
                places(name)
                        .forEach((partition, place) -> lost(new KafkaLoss(Kind.DELETED, name, partition, place, 0, 0)));
                forget(name, places(name).keySet());
                changed = true;
            }
        }
        if (!bounded) {
            begin(now.values(), Map.of(), false);
        }
        return changed || read.size() != before;
    }

    private Map<Integer, Long> places(String topic) {
        Map<Integer, Long> places = new TreeMap<>();
        for (ReadPartition partition : read.values()) {
            if (partition.id.topic().equals(topic)) {
                places.put(partition.id.partition(), partition.next());
            }
        }
        return places;
    }

    /** Brokers say that there is no such offset: finds out what happened and where to go on. */
    void outOfRange(Collection<TopicPartition> partitions) {
        Map<String, Topic> topics = cluster.topics(reading.topics());
        Map<TopicPartition, ReadPartition> before = new HashMap<>(read);
        update(topics);
        List<TopicPartition> same = partitions.stream()
                .filter(id -> topics.containsKey(id.topic()) && read.get(id) != null && read.get(id) == before.get(id))
                .toList();
        Map<TopicPartition, @Nullable Long> begins =
                cluster.offsets(same, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, @Nullable Long> ends =
                cluster.offsets(same, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        for (TopicPartition id : same) {
            ReadPartition partition = Objects.requireNonNull(read.get(id));
            long next = inRange(id, partition.next(), at(begins, id), at(ends, id));
            if (next != partition.next()) {
                moved.put(partition.name, next);
            }
            partition.moveTo(next);
        }
    }

    /** Those that have messages yet to be fetched. */
    List<ReadPartition> unread() {
        return read.values().stream().filter(partition -> !partition.isRead()).toList();
    }

    /** Null if it is not read any more. */
    @Nullable
    ReadPartition get(TopicPartition partition) {
        return read.get(partition);
    }

    /** The rows up to this offset are in the batch that is given next. */
    void given(ReadPartition partition, long next) {
        if (read.get(partition.id) == partition) {
            moved.put(partition.name, next);
        }
    }

    /** What moved since the last call. */
    Map<String, Long> takeMoved() {
        Map<String, Long> taken = moved;
        moved = new HashMap<>();
        return taken;
    }
}
