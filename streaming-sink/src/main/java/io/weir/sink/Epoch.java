package io.weir.sink;

import io.weir.log.commit.Guard;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one version of the table gains from one epoch of a query. Immutable.
 *
 * @param guards conditions on what the table has, checked inside every attempt to commit; each writes its epoch
 * @param parts what the tasks wrote
 * @param positions partition of the source to the next position in it, for those that moved; see {@link EpochCommitter#positions}
 * @param parameters what the history says of where the rows are from, by name
 * @param metrics further numbers for the history, by name
 */
public record Epoch(
        List<Guard> guards,
        List<EpochFiles> parts,
        Map<String, Long> positions,
        Map<String, String> parameters,
        Map<String, Long> metrics) {
    public Epoch {
        if (guards.isEmpty()) {
            throw new IllegalArgumentException("An epoch without a guard could be committed twice");
        }
        if (!positions.isEmpty() && guards.get(0).appId().indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "The id of an application with positions has no slash: they would be those of another one {appId="
                            + guards.get(0).appId() + "}");
        }
        guards = List.copyOf(guards);
        parts = List.copyOf(parts);
        positions = Collections.unmodifiableMap(new TreeMap<>(positions));
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** The application whose epoch this is. */
    public String appId() {
        return guards.get(0).appId();
    }

    public long rows() {
        return parts.stream().mapToLong(EpochFiles::rows).sum();
    }
}
