package io.weir.table.consumers;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The registered consumers of a table. Safe for many threads; a consumer is written by itself alone.
 *
 * <p>One small file each, {@code _weir/consumers/ID.json}: names that begin with an underscore are nobody's data, so other engines neither read
 * nor vacuum them.
 */
public final class Consumers {
    private static final String DIRECTORY = "_weir/consumers";
    private static final String SUFFIX = ".json";

    private final ObjectStore table;

    private Consumers(ObjectStore table) {
        this.table = table;
    }

    /** Those of the table at a store's root. */
    public static Consumers of(ObjectStore table) {
        return new Consumers(table);
    }

    /** All, dead ones too, in the order of their ids. One listing and a request each. */
    public List<Consumer> list() {
        List<String> names = new ArrayList<>();
        try (Stream<ObjectInfo> files = table.listFrom(DIRECTORY, "")) {
            files.map(ObjectInfo::name).filter(name -> name.endsWith(SUFFIX)).forEach(names::add);
        }
        List<Consumer> consumers = new ArrayList<>();
        for (String name : names) {
            try {
                consumers.add(Consumer.ofBytes(table.read(name), name));
            } catch (ObjectNotFoundException e) {
                continue; // it has just been removed
            }
        }
        consumers.sort(Comparator.comparing(Consumer::id));
        return consumers;
    }

    /** Those for whom something has to be kept. */
    public List<Consumer> alive(Instant now) {
        return list().stream().filter(consumer -> consumer.isAlive(now)).toList();
    }

    /** Registers a consumer, or says how far it is now. One request. */
    public void put(Consumer consumer) {
        table.put(name(consumer.id()), consumer.toBytes());
    }

    /** Nothing is kept for it any more. One request. */
    public void remove(String id) {
        table.delete(name(id));
    }

    private static String name(String id) {
        return DIRECTORY + "/" + id + SUFFIX;
    }
}
