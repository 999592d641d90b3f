package io.weir.format.parquet.write;

import java.util.Arrays;

/** The levels of the page being filled. One thread at a time. (Parquet format, "Nested Encoding") */
final class PageLevels {
    private final int maxDefinition;
    private final int maxRepetition;
    private byte[] definitions = {};
    private byte[] repetitions = {};
    private int count;
    /** Are all definition levels so far the greatest? Then they were not written down. */
    private boolean allDefined = true;

    private int[] scratch = {};

    PageLevels(int maxDefinition, int maxRepetition) {
        this.maxDefinition = maxDefinition;
        this.maxRepetition = maxRepetition;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
        allDefined = true;
    }

    /** Takes in the levels of slots {@code from} (inclusive) to {@code to} (exclusive). */
    void append(Slots slots, int from, int to) {
        int length = to - from;
        int newCount = Math.addExact(count, length);
        byte[] newRepetitions = slots.repetitions();
        if (newRepetitions != null) {
            repetitions = grown(repetitions, newCount);
            System.arraycopy(newRepetitions, from, repetitions, count, length);
        }
        byte[] newDefinitions = slots.definitions();
        if (newDefinitions != null) {
            definitions = grown(definitions, newCount);
            if (allDefined) {
                Arrays.fill(definitions, 0, count, (byte) maxDefinition);
                allDefined = false;
            }
            System.arraycopy(newDefinitions, from, definitions, count, length);
        } else if (!allDefined) {
            definitions = grown(definitions, newCount);
            Arrays.fill(definitions, count, newCount, (byte) maxDefinition);
        }
        count = newCount;
    }

    private static byte[] grown(byte[] levels, int count) {
        return count <= levels.length ? levels : Arrays.copyOf(levels, Math.max(count, levels.length * 2));
    }

    /** Writes the repetition levels; nothing if the column has none. Returns their bytes. */
    int encodeRepetitions(ByteSink sink, boolean withLength) {
        return maxRepetition == 0 ? 0 : encode(repetitions, maxRepetition, false, sink, withLength);
    }

    /** Writes the definition levels; nothing if the column has none. Returns their bytes. */
    int encodeDefinitions(ByteSink sink, boolean withLength) {
        return maxDefinition == 0 ? 0 : encode(definitions, maxDefinition, allDefined, sink, withLength);
    }

    private int encode(byte[] levels, int max, boolean allMax, ByteSink sink, boolean withLength) {
        int before = sink.size();
        if (withLength) {
            sink.putInt(0);
        }
        int start = sink.size();
        int bitWidth = RunLengths.bitWidth(max);
        if (allMax) {
            RunLengths.encodeRun(max, count, bitWidth, sink);
        } else {
            RunLengths.encode(widened(levels), count, bitWidth, sink);
        }
        if (withLength) {
            sink.setInt(before, sink.size() - start);
        }
        return sink.size() - before;
    }

    private int[] widened(byte[] levels) {
        if (scratch.length < count) {
            scratch = new int[levels.length];
        }
        for (int i = 0; i < count; i++) {
            scratch[i] = levels[i];
        }
        return scratch;
    }
}
