package io.weir.sink;

import java.util.List;

/**
 * What the steps of a query remember at the end of an epoch. Immutable, but for the bytes, which nobody may change.
 *
 * @param whole is it everything, or what changed in the epoch?
 * @param steps of each step what it wrote
 */
public record Memory(boolean whole, List<byte[]> steps) {
    public Memory {
        steps = List.copyOf(steps);
    }

    public long bytes() {
        return steps.stream().mapToLong(bytes -> bytes.length).sum();
    }
}
