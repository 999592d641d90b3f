package io.weir.testkit;

import static io.weir.format.type.PrimitiveType.BOOLEAN;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static io.weir.format.type.PrimitiveType.TIMESTAMP;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** Files of a {@link LargeTable} as rows of a sidecar, without an object a file: millions of them in seconds. Pure. */
final class SidecarBatches {
    private static final StructType BOUNDS =
            StructType.EMPTY.add("event_id", LONG).add("event_time", TIMESTAMP);
    private static final StructType COUNTS =
            StructType.EMPTY.add("event_id", LONG).add("event_time", LONG);
    private static final StructType STATS = StructType.EMPTY
            .add("numRecords", LONG)
            .add("minValues", BOUNDS)
            .add("maxValues", BOUNDS)
            .add("nullCount", COUNTS);
    private static final MapType PARTITIONS = new MapType(STRING, STRING, true);
    private static final StructType ADD = StructType.EMPTY
            .add("path", STRING)
            .add("partitionValues", PARTITIONS)
            .add("size", LONG)
            .add("modificationTime", LONG)
            .add("dataChange", BOOLEAN)
            .add("stats_parsed", STATS);
    static final StructType SCHEMA = StructType.EMPTY.add("add", ADD);

    private static final int PATH_BYTES =
            "date=2024-01-01/part-00000-0000000000000000-0000000000000000.c000.zstd.parquet".length();
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PATH_TEMPLATE =
            "date=2024-01-01/part-00000-0000000000000000-0000000000000000.c000.zstd.parquet"
                    .getBytes(StandardCharsets.US_ASCII);

    private SidecarBatches() {}

    /**
     * Some files, one row each.
     *
     * @param first number of the first
     * @param files in the whole table, which are spread over the days of a year
     */
    static ColumnBatch of(long first, int count, long files) {
        byte[] paths = new byte[count * PATH_BYTES];
        int[] offsets = new int[count + 1];
        int[] mapOffsets = new int[count + 1];
        long[] sizes = new long[count];
        long[] times = new long[count];
        int[] days = new int[count];
        long[] ones = new long[count];
        long[] firstIds = new long[count];
        long[] lastIds = new long[count];
        long[] firstTimes = new long[count];
        long[] lastTimes = new long[count];
        for (int i = 0; i < count; i++) {
            long number = first + i;
            long random = mixed(number);
            days[i] = (int) Math.min(number * LargeTable.DAYS / files, LargeTable.DAYS);
            path(paths, i * PATH_BYTES, number, days[i], random);
            offsets[i + 1] = (i + 1) * PATH_BYTES;
            mapOffsets[i + 1] = i + 1;
            sizes[i] = 100_000 + (random >>> 40) % 100_000;
            times[i] = LargeTable.NOW_MILLIS - 1_000_000_000L + number;
            ones[i] = LargeTable.ROWS_PER_FILE;
            firstIds[i] = number * LargeTable.ROWS_PER_FILE;
            lastIds[i] = firstIds[i] + LargeTable.ROWS_PER_FILE - 1;
            firstTimes[i] = LargeTable.FIRST_DAY.toEpochDay() * 86_400_000_000L + number * 31_000_000L;
            lastTimes[i] = firstTimes[i] + 31_000_000L;
        }
        StructVector stats = new StructVector(
                STATS,
                count,
                List.of(
                        longs(count, ones),
                        bounds(count, firstIds, firstTimes),
                        bounds(count, lastIds, lastTimes),
                        new StructVector(
                                COUNTS,
                                count,
                                List.of(longs(count, new long[count]), longs(count, new long[count])),
                                null)),
                null);
        StructVector add = new StructVector(
                ADD,
                count,
                List.of(
                        new BytesVector(STRING, count, paths, offsets, null),
                        partitions(count, mapOffsets, days),
                        longs(count, sizes),
                        longs(count, times),
                        new BooleanVector(BOOLEAN, count, new boolean[count], null),
                        stats),
                null);
        return new ColumnBatch(SCHEMA, count, List.of(add));
    }

    private static LongVector longs(int count, long[] values) {
        return new LongVector(LONG, count, values, null);
    }

    private static StructVector bounds(int count, long[] ids, long[] times) {
        return new StructVector(
                BOUNDS, count, List.of(longs(count, ids), new LongVector(TIMESTAMP, count, times, null)), null);
    }

    private static MapVector partitions(int count, int[] mapOffsets, int[] days) {
        byte[] key = "date".getBytes(StandardCharsets.US_ASCII);
        int size = LargeTable.DAYS + 1;
        byte[] texts = new byte[size * 10];
        int[] offsets = new int[size + 1];
        for (int day = 0; day < size; day++) {
            System.arraycopy(text(day), 0, texts, day * 10, 10);
            offsets[day + 1] = (day + 1) * 10;
        }
        return new MapVector(
                PARTITIONS,
                count,
                mapOffsets,
                new BytesVector(STRING, count, key, new int[] {0, key.length}, 1, new int[count], null),
                new BytesVector(STRING, count, texts, offsets, size, days, null),
                null);
    }

    private static byte[] text(int day) {
        LocalDate date = LargeTable.FIRST_DAY.plusDays(day);
        return date.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void path(byte[] target, int at, long number, int day, long random) {
        System.arraycopy(PATH_TEMPLATE, 0, target, at, PATH_BYTES);
        System.arraycopy(text(day), 0, target, at + 5, 10);
        long rest = number % 100_000;
        for (int digit = 4; digit >= 0; digit--) {
            target[at + 21 + digit] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        hex(target, at + 27, random);
        hex(target, at + 44, mixed(random));
    }

    private static void hex(byte[] target, int at, long value) {
        for (int i = 0; i < 16; i++) {
            target[at + i] = HEX[(int) (value >>> 4 * i) & 15];
        }
    }

    private static long mixed(long number) {
        long z = (number + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
