package io.weir.pipeline.source.kafka;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a query begins that does not begin at the beginning. The first rows that are committed say it of all partitions, whoever reads them: a partition
 * that the table has never heard of is taken for one that was added, and read from its beginning. Safe for many threads.
 */
final class FirstPlaces {
    private final Map<String, Long> places = new HashMap<>();
    private @Nullable KafkaReader first;
    private boolean committed;

    synchronized void add(Map<String, Long> ofOneReader) {
        places.putAll(ofOneReader);
    }

    /** May this reader give rows? Until the places are committed only the first that asks may. */
    synchronized boolean mayGive(KafkaReader reader) {
        if (first == null) {
            first = reader;
        }
        return committed || first == reader;
    }

    /** The places, once. */
    synchronized Map<String, Long> take() {
        Map<String, Long> taken = Map.copyOf(places);
        places.clear();
        return taken;
    }

    synchronized void committed() {
        committed = true;
    }
}
