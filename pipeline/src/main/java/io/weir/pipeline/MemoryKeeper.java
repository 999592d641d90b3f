package io.weir.pipeline;

import io.weir.pipeline.state.StatefulStep;
import io.weir.sink.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides when to write everything again: when reading the changes would take about as long as reading that, so what is written is at most about twice
 * what changes. One thread at a time.
 */
final class MemoryKeeper {
    private static final int CHANGES_IN_A_ROW = 100;
    private static final long FEW_BYTES = 1 << 20;

    private final List<StatefulStep> steps;
    private long wholeBytes;
    private long changedBytes;
    private int changes;

    /** @param restored what the steps were given; empty if nothing */
    MemoryKeeper(List<StatefulStep> steps, List<List<byte[]>> restored) {
        this.steps = List.copyOf(steps);
        this.changes = restored.isEmpty() ? CHANGES_IN_A_ROW : restored.get(0).size() - 1;
        for (List<byte[]> step : restored) {
            wholeBytes += step.get(0).length;
            changedBytes +=
                    step.stream().skip(1).mapToLong(bytes -> bytes.length).sum();
        }
    }

    Memory take() {
        boolean whole = changes >= CHANGES_IN_A_ROW || changedBytes > Math.max(wholeBytes, FEW_BYTES);
        List<byte[]> written = new ArrayList<>();
        for (StatefulStep step : steps) {
            written.add(whole ? step.snapshot() : step.changes());
        }
        Memory memory = new Memory(whole, written);
        wholeBytes = whole ? memory.bytes() : wholeBytes;
        changedBytes = whole ? 0 : changedBytes + memory.bytes();
        changes = whole ? 0 : changes + 1;
        return memory;
    }
}
