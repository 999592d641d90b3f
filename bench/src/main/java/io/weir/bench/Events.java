package io.weir.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The events that every job works on: deterministic, in batches of {@link #BATCH_ROWS} rows as plain arrays, so that each
 * contender wraps the same memory in its own form.
 *
 * <p>Eight columns: event_id (ascending), event_time (microseconds, nearly ascending), user_id (zipf over a million), event_type
 * (20 values), device (1000 values), url (mostly distinct, about 60 bytes), amount (double, two digits), date (days).
 */
final class Events {
    static final int BATCH_ROWS = 100_000;
    static final long FIRST_MICROS = 1_767_225_600_000_000L; // 2026-01-01T00:00:00Z
    static final long MICROS_PER_ROW = 86_400_000L; // ten million rows are ten days
    static final int DISTINCT = 10;
    private static final int USERS = 1_000_000;

    /** One batch. Its arrays are shared: read only. */
    static final class Batch {
        final long[] eventId = new long[BATCH_ROWS];
        final long[] eventTime = new long[BATCH_ROWS];
        final long[] userId = new long[BATCH_ROWS];
        final int[] eventType = new int[BATCH_ROWS];
        final int[] device = new int[BATCH_ROWS];
        final int[] urlOffsets = new int[BATCH_ROWS + 1];
        byte[] urls = new byte[0];
        final double[] amount = new double[BATCH_ROWS];
        final int[] date = new int[BATCH_ROWS];
    }

    static final byte[][] EVENT_TYPES = names("event-type-", 20);
    static final byte[][] DEVICES = names("device-", 1000);

    private final Batch[] pool = new Batch[DISTINCT];

    Events() {
        for (int i = 0; i < DISTINCT; i++) {
            pool[i] = generate(i);
        }
    }

    /** Batch {@code index} of the stream: random columns repeat after ten batches, ids and times never do. */
    Batch batch(int index) {
        Batch base = pool[index % DISTINCT];
        Batch batch = new Batch();
        long firstId = (long) index * BATCH_ROWS;
        for (int i = 0; i < BATCH_ROWS; i++) {
            batch.eventId[i] = firstId + i;
            batch.eventTime[i] = FIRST_MICROS + (firstId + i) * MICROS_PER_ROW + base.eventTime[i];
            batch.date[i] = (int) Math.floorDiv(batch.eventTime[i], 86_400_000_000L);
        }
        System.arraycopy(base.userId, 0, batch.userId, 0, BATCH_ROWS);
        System.arraycopy(base.eventType, 0, batch.eventType, 0, BATCH_ROWS);
        System.arraycopy(base.device, 0, batch.device, 0, BATCH_ROWS);
        System.arraycopy(base.amount, 0, batch.amount, 0, BATCH_ROWS);
        System.arraycopy(base.urlOffsets, 0, batch.urlOffsets, 0, BATCH_ROWS + 1);
        batch.urls = base.urls;
        return batch;
    }

    private static Batch generate(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Batch batch = new Batch();
        byte[] urls = new byte[BATCH_ROWS * 80];
        int end = 0;
        for (int i = 0; i < BATCH_ROWS; i++) {
            batch.eventTime[i] = random.nextLong(MICROS_PER_ROW);
            batch.userId[i] = zipf(random.nextDouble());
            batch.eventType[i] = (int) (20 * Math.pow(random.nextDouble(), 2));
            batch.device[i] = (int) (1000 * Math.pow(random.nextDouble(), 3));
            batch.amount[i] = random.nextInt(1_000_000) / 100.0;
            String url = "https://shop.example.com/c" + random.nextInt(50) + "/item/" + random.nextInt(10_000_000)
                    + "?ref=" + Integer.toHexString(random.nextInt()) + "&p=" + random.nextInt(10);
            byte[] bytes = url.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, urls, end, bytes.length);
            end += bytes.length;
            batch.urlOffsets[i + 1] = end;
        }
        batch.urls = Arrays.copyOf(urls, end);
        return batch;
    }

    /** Users by rank with probability about 1/rank. */
    private static long zipf(double uniform) {
        return (long) Math.exp(uniform * Math.log(USERS)) - 1;
    }

    private static byte[][] names(String prefix, int count) {
        byte[][] names = new byte[count][];
        for (int i = 0; i < count; i++) {
            names[i] = (prefix + i).getBytes(StandardCharsets.US_ASCII);
        }
        return names;
    }
}
