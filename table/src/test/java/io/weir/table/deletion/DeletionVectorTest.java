package io.weir.table.deletion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.format.text.Z85;
import io.weir.log.error.CorruptTableException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

class DeletionVectorTest {
    private static final int MAGIC = 1681511377;

    @Test
    void aUnionHasTheRowsOfBothInEveryHalf() {
        long far = (3L << 32) + 7;
        DeletionVector one = DeletionVector.of(1, 5, far);
        DeletionVector other = DeletionVector.of(5, 6, 1L << 32);

        assertThat(one.union(other)).isEqualTo(DeletionVector.of(1, 5, 6, 1L << 32, far));
        assertThat(one).as("as it was").isEqualTo(DeletionVector.of(1, 5, far));
        assertThat(one.intersects(other)).isTrue();
        assertThat(one.intersects(DeletionVector.of(6, 1L << 32))).isFalse();
    }

    @Test
    void rowsComeOutInAscendingOrder() {
        long[] rows = {0, 7, (1L << 31) + 1, 1L << 32, (3L << 32) + 9};
        List<Long> found = new ArrayList<>();

        DeletionVector.of(rows).rows().forEachRemaining((long row) -> found.add(row));

        assertThat(found).containsExactly(0L, 7L, (1L << 31) + 1, 1L << 32, (3L << 32) + 9);
        assertThat(DeletionVector.EMPTY.rows().hasNext()).isFalse();
    }

    @Test
    void rowsAreGatheredInAnyOrder() {
        DeletionVectorBuilder rows = new DeletionVectorBuilder();
        for (long row : new long[] {9, 1L << 33, 3, 9, 1}) {
            rows.add(row);
        }

        assertThat(rows.build()).isEqualTo(DeletionVector.of(1, 3, 9, 1L << 33));
        assertThat(rows.isEmpty()).isTrue();
    }

    @Test
    void whatTheLibraryWritesIsReadAndOursIsWhatTheLibraryReads() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            long[] rows = someRows(new Random(seed));
            Roaring64NavigableMap theirs = new Roaring64NavigableMap();
            theirs.add(rows);
            if (seed % 2 == 0) {
                theirs.runOptimize();
            }

            DeletionVector read = DeletionVector.decode(portable(theirs));

            assertThat(read).as("seed " + seed).isEqualTo(DeletionVector.of(rows));
            assertThat(read.cardinality()).isEqualTo(theirs.getLongCardinality());
            assertThat(read.last()).isEqualTo(Arrays.stream(rows).max().orElse(-1));
            byte[] ours = DeletionVector.of(rows).encode();
            Roaring64NavigableMap back = new Roaring64NavigableMap();
            back.deserializePortable(new java.io.DataInputStream(
                    new java.io.ByteArrayInputStream(ours, Integer.BYTES, ours.length - Integer.BYTES)));
            assertThat(back.toArray()).isEqualTo(theirs.toArray());
        }
    }

    /** Few, many, dense, in runs, beyond 32 bits. */
    private static long[] someRows(Random random) {
        long base = random.nextInt(4) == 0 ? (1L << 32) - 5000 : 0;
        int span = 1 << random.nextInt(4, 20);
        int count = random.nextInt(span);
        TreeSet<Long> rows = new TreeSet<>();
        while (rows.size() < count) {
            long row = base + random.nextInt(span);
            int run = random.nextBoolean() ? 1 : random.nextInt(1, 50);
            for (int i = 0; i < run; i++) {
                rows.add(row + i);
            }
        }
        return rows.stream().mapToLong(Long::longValue).toArray();
    }

    private static byte[] portable(Roaring64NavigableMap rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .array());
        rows.serializePortable(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    void rowsAreKeptAndCountedAsASetOfNumbersWould() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long[] members = someRows(random);
            DeletionVector set = DeletionVector.of(members);
            TreeSet<Long> expected = new TreeSet<>();
            Arrays.stream(members).forEach(expected::add);
            long firstRow = members.length == 0 ? 0 : Math.max(0, members[0] - random.nextInt(100));
            int[] rows = random.ints(random.nextInt(1, 3000), 0, 20_000)
                    .sorted()
                    .distinct()
                    .toArray();

            assertThat(kept(set, firstRow, rows))
                    .as("seed " + seed)
                    .isEqualTo(Arrays.stream(rows)
                            .filter(row -> !expected.contains(firstRow + row))
                            .toArray());
            assertThat(kept(set.others(), firstRow, rows))
                    .isEqualTo(Arrays.stream(rows)
                            .filter(row -> expected.contains(firstRow + row))
                            .toArray());
            long end = firstRow + random.nextInt(20_000);
            long count = expected.subSet(firstRow, end).size();
            assertThat(set.count(firstRow, end)).isEqualTo(count);
            assertThat(set.others().count(firstRow, end)).isEqualTo(end - firstRow - count);
            assertThat(set.contains(firstRow)).isEqualTo(expected.contains(firstRow));
        }
    }

    private static int[] kept(ExcludedRows excluded, long firstRow, int[] rows) {
        int[] kept = new int[rows.length];
        int count = excluded.keep(firstRow, rows, rows.length, kept);
        return Arrays.stream(kept, 0, count).map(index -> rows[index]).toArray();
    }

    @Test
    void aDifferenceHasTheRowsOfTheFirstOnly() {
        long far = 5L << 32;

        assertThat(DeletionVector.of(1, 2, 3, far, far + 1).minus(DeletionVector.of(2, 4, far)))
                .isEqualTo(DeletionVector.of(1, 3, far + 1));
        assertThat(DeletionVector.of(7, far).minus(DeletionVector.of(7, far))).isEqualTo(DeletionVector.EMPTY);
        assertThat(DeletionVector.of(7).minus(DeletionVector.EMPTY)).isEqualTo(DeletionVector.of(7));
    }

    @Test
    void theInlineVectorOfTheProtocolIsRead() {
        byte[] bytes = Z85.decode("wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L");

        assertThat(DeletionVector.decode(bytes)).isEqualTo(DeletionVector.of(3, 4, 7, 11, 18, 29));
    }

    @Test
    void bitmapsWithoutKeysAreReadAsEarlyWritersMadeThem() {
        RoaringBitmap low = RoaringBitmap.bitmapOf(1, 5);
        RoaringBitmap high = RoaringBitmap.bitmapOf(2);
        ByteBuffer bytes = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(1681511376).putInt(2);
        bytes.putInt(low.serializedSizeInBytes());
        low.serialize(bytes);
        bytes.putInt(high.serializedSizeInBytes());
        high.serialize(bytes);

        assertThat(DeletionVector.decode(Arrays.copyOf(bytes.array(), bytes.position())))
                .isEqualTo(DeletionVector.of(1, 5, (1L << 32) + 2));
    }

    @Test
    void damagedBytesAreRefusedOrAreAnotherSetButNeverAnotherError() throws IOException {
        Random random = new Random(11);
        long[] rows = random.longs(9000, 0, 400_000).toArray();
        byte[] whole = DeletionVector.of(rows).encode();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int j = random.nextInt(4); j >= 0 && damaged.length > 0; j--) {
                int at = random.nextInt(random.nextBoolean() ? Math.min(64, damaged.length) : damaged.length);
                damaged[at] = (byte) random.nextInt();
            }
            try {
                DeletionVector set = DeletionVector.decode(damaged);
                set.keep(0, new int[] {0, 5, 70_000, 399_999}, 4, new int[4]);
                set.count(0, 400_000);
            } catch (CorruptTableException e) {
                assertThat(e.sentence()).isEqualTo("A deletion vector cannot be read");
            }
        }
    }

    @Test
    void moreBitmapsThanThereIsRoomForAreNotMadeRoomFor() {
        byte[] bytes = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putLong(Integer.MAX_VALUE)
                .array();

        assertThatThrownBy(() -> DeletionVector.decode(bytes)).isInstanceOf(CorruptTableException.class);
        assertThatThrownBy(() -> DeletionVector.decode(new byte[0])).isInstanceOf(CorruptTableException.class);
    }
}
