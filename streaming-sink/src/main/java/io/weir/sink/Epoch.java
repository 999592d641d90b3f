package io.weir.sink;

import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one version of the table gains from one epoch of a query. Immutable.
 *
 * <p>{@link #toBytes} is for engines that keep it between writing and committing.
 *
 * @param guards conditions on what the table has, checked inside every attempt to commit; each writes its epoch
 * @param parts what the tasks wrote; the rows of a later one are later
 * @param positions partition of the source to the next position in it, for those that moved; see {@link EpochCommitter#positions}
 * @param parameters what the history says of where the rows are from, by name
 * @param metrics further numbers for the history, by name
 * @param mode what the rows do to those that the table has
 * @param writtenAs the table's metadata when the parts were written, in any order; empty if that is not known, and then it is taken to be what it
 *     is at the commit
 */
public record Epoch(
        List<Guard> guards,
        List<EpochFiles> parts,
        Map<String, Long> positions,
        Map<String, String> parameters,
        Map<String, Long> metrics,
        OutputMode mode,
        List<Metadata> writtenAs) {
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
        writtenAs = writtenAs.stream().distinct().toList();
    }

    /** An epoch of rows that are added. */
    public Epoch(
            List<Guard> guards,
            List<EpochFiles> parts,
            Map<String, Long> positions,
            Map<String, String> parameters,
            Map<String, Long> metrics) {
        this(guards, parts, positions, parameters, metrics, OutputMode.append(), List.of());
    }

    /** The same with another mode; its parts must have been {@linkplain SinkWriter#open written} for it. */
    public Epoch in(OutputMode otherMode) {
        return new Epoch(guards, parts, positions, parameters, metrics, otherMode, writtenAs);
    }

    /** The same with these positions. */
    public Epoch at(Map<String, Long> otherPositions) {
        return new Epoch(guards, parts, otherPositions, parameters, metrics, mode, writtenAs);
    }

    /** The same, saying what the table was when its parts were written. */
    public Epoch writtenAs(Collection<Metadata> was) {
        return new Epoch(guards, parts, positions, parameters, metrics, mode, List.copyOf(was));
    }

    /** The application whose epoch this is. */
    public String appId() {
        return guards.get(0).appId();
    }

    /** Its number. */
    public long number() {
        return guards.get(0).next();
    }

    /** How many rows were written. */
    public long rows() {
        return parts.stream().mapToLong(EpochFiles::rows).sum();
    }

    /** Were no rows written? */
    public boolean hasNoRows() {
        return parts.stream().allMatch(EpochFiles::isEmpty);
    }

    /** The bytes begin with a format number; a later version of Weir reads the bytes of earlier ones. */
    public byte[] toBytes() {
        return EpochBytes.write(this);
    }

    /** @throws IllegalArgumentException if the bytes are not of {@link #toBytes}, or of a later version of Weir */
    public static Epoch fromBytes(byte[] bytes) {
        return EpochBytes.read(bytes);
    }
}
