package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Arrays;
import java.util.Map;

/**
 * The hybrid of run lengths and bit packing, for dictionary ids, levels and booleans. One thread at a time.
 *
 * <p>The array has {@link LittleEndian#SLACK} bytes behind the limit. (Parquet format, "Run Length Encoding / Bit-Packing
 * Hybrid")
 */
final class RleDecoder {
    private byte[] bytes = {};
    private int position;
    private int limit;
    private int width;
    /** Values left in the run. */
    private int left;
    /** Is the run bit-packed? Else it repeats {@link #value}. */
    private boolean packed;

    private int value;
    /** Where a bit-packed run begins, and how many of its values were read. */
    private int packedStart;

    private int packedIndex;

    void reset(byte[] source, int from, int to, int bitWidth) {
        if (bitWidth < 0 || bitWidth > Integer.SIZE) {
            throw new CorruptParquetException("Bit width of a run is wrong", Map.of("bitWidth", bitWidth));
        }
        if (from > to) {
            throw truncated(0);
        }
        bytes = source;
        position = from;
        limit = to;
        width = bitWidth;
        left = 0;
    }

    /** Endless repetition of one value; for levels that a page does not store. */
    void resetToConstant(int constant) {
        packed = false;
        value = constant;
        left = Integer.MAX_VALUE;
    }

    /** If the next {@code count} values are known to be {@code expected}, passes over them. */
    boolean takeIfAll(int expected, int count) {
        if (left == 0) {
            nextRun(count);
        }
        if (packed || value != expected || left < count) {
            return false;
        }
        left -= count;
        return true;
    }

    void read(int[] target, int offset, int count) {
        int at = offset;
        int wanted = count;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            if (packed) {
                BitPacking.unpack(bytes, packedStart, packedIndex, width, target, at, n);
                packedIndex += n;
            } else {
                Arrays.fill(target, at, at + n, value);
            }
            left -= n;
            at += n;
            wanted -= n;
        }
    }

    /** Reads levels, which fit a byte. */
    void read(byte[] target, int offset, int count) {
        int at = offset;
        int wanted = count;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            if (packed) {
                BitPacking.unpack(bytes, packedStart, packedIndex, width, target, at, n);
                packedIndex += n;
            } else {
                Arrays.fill(target, at, at + n, (byte) value);
            }
            left -= n;
            at += n;
            wanted -= n;
        }
    }

    /** Reads levels of width one as nulls (true where the level is 0). Returns how many are not null. */
    int readNulls(boolean[] nulls, int offset, int count) {
        int at = offset;
        int wanted = count;
        int present = 0;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            if (packed) {
                present += BitPacking.unpackNulls(bytes, packedStart, packedIndex, nulls, at, n);
                packedIndex += n;
            } else {
                Arrays.fill(nulls, at, at + n, value == 0);
                present += value == 0 ? 0 : n;
            }
            left -= n;
            at += n;
            wanted -= n;
        }
        return present;
    }

    /** Reads bits as booleans. */
    void read(boolean[] target, int offset, int count) {
        int at = offset;
        int wanted = count;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            if (packed) {
                BitPacking.unpackBits(bytes, packedStart, packedIndex, target, at, n);
                packedIndex += n;
            } else {
                Arrays.fill(target, at, at + n, value != 0);
            }
            left -= n;
            at += n;
            wanted -= n;
        }
    }

    void skip(int count) {
        int wanted = count;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            packedIndex += packed ? n : 0;
            left -= n;
            wanted -= n;
        }
    }

    /** Passes over values and says how many of them are {@code counted}. */
    int skipCounting(int count, int counted, byte[] scratch) {
        int wanted = count;
        int found = 0;
        while (wanted > 0) {
            if (left == 0) {
                nextRun(wanted);
            }
            int n = Math.min(left, wanted);
            if (packed) {
                n = Math.min(n, scratch.length);
                BitPacking.unpack(bytes, packedStart, packedIndex, width, scratch, 0, n);
                packedIndex += n;
                for (int i = 0; i < n; i++) {
                    found += scratch[i] == counted ? 1 : 0;
                }
            } else {
                found += value == counted ? n : 0;
            }
            left -= n;
            wanted -= n;
        }
        return found;
    }

    private void nextRun(int wanted) {
        int header = 0;
        int shift = 0;
        int b;
        do {
            if (position >= limit || shift > 28) {
                throw truncated(wanted);
            }
            b = bytes[position++];
            header |= (b & 0x7f) << shift;
            shift += 7;
        } while (b < 0);
        if ((header & 1) == 0) {
            repeatedRun(header >>> 1, wanted);
        } else {
            packedRun(header >>> 1, wanted);
        }
    }

    private void repeatedRun(int count, int wanted) {
        int valueBytes = (width + 7) >>> 3;
        if (count == 0 || valueBytes > limit - position) {
            throw truncated(wanted);
        }
        int repeated = 0;
        for (int i = 0; i < valueBytes; i++) {
            repeated |= (bytes[position++] & 0xff) << (8 * i);
        }
        packed = false;
        value = repeated;
        left = count;
    }

    private void packedRun(int groups, int wanted) {
        long count = 8L * groups;
        long packedBytes = (long) width * groups;
        if (packedBytes > limit - position) {
            // some writers leave out the padding of the last group
            packedBytes = limit - position;
            count = 8L * packedBytes / width;
        }
        if (count == 0) {
            throw truncated(wanted);
        }
        packed = true;
        packedStart = position;
        packedIndex = 0;
        position += (int) packedBytes;
        left = (int) Math.min(count, Integer.MAX_VALUE);
    }

    private CorruptParquetException truncated(int wanted) {
        return new CorruptParquetException(
                "Levels or ids of a page end too early", Map.of("bitWidth", width, "missing", wanted));
    }
}
