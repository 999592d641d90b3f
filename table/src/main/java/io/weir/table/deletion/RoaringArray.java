package io.weir.table.deletion;

import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.table.deletion.DeletionVector.Bucket;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Between a deletion vector and its bytes: a magic number, and 32-bit Roaring bitmaps by the upper half of the row numbers, all
 * little-endian. Pure functions. (PROTOCOL.md, "Deletion Vector Format"; RoaringFormatSpec)
 *
 * <p>Also read is what writers made before that: bitmaps one after the other, each behind its length, the upper half counted from
 * 0; and numbers around them big-endian, as in the protocol's own example of an inline vector.
 */
final class RoaringArray {
    private static final int MAGIC = 1681511377;
    private static final int MAGIC_WITHOUT_KEYS = 1681511376;

    private static final int SMALLEST_BITMAP = 8;
    /** Some writers count what fills the last group of inline text. */
    private static final int MAX_FILLING = 3;

    private static final int BUFFER_BYTES = 8192;

    private RoaringArray() {}

    /** What it holds is bounded by the length of the bytes: containers are made as their bytes are read. */
    static DeletionVector decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 8) {
            throw corrupt("it is too short", null);
        }
        int magic = in.getInt();
        int reversed = Integer.reverseBytes(magic);
        if (reversed == MAGIC || reversed == MAGIC_WITHOUT_KEYS) {
            magic = reversed;
            in.order(ByteOrder.BIG_ENDIAN);
        }
        return switch (magic) {
            case MAGIC -> withKeys(in);
            case MAGIC_WITHOUT_KEYS -> withoutKeys(in);
            default -> throw corrupt("its magic number is " + magic, null);
        };
    }

    private static DeletionVector withKeys(ByteBuffer in) {
        long count = in.remaining() < 8 ? -1 : in.getLong();
        requireRoomFor(count, in);
        List<Bucket> buckets = new ArrayList<>((int) count);
        long lastKey = -1;
        for (int i = 0; i < count; i++) {
            if (in.remaining() < 4) {
                throw corrupt("it ends before its last bitmap", null);
            }
            int key = in.getInt();
            if (key <= lastKey) {
                throw corrupt("its keys do not ascend", null);
            }
            lastKey = key;
            add(new Bucket(key, bitmap(in)), buckets);
        }
        return ended(in, buckets);
    }

    private static DeletionVector withoutKeys(ByteBuffer in) {
        int count = in.getInt();
        requireRoomFor(count, in);
        List<Bucket> buckets = new ArrayList<>(count);
        for (int key = 0; key < count; key++) {
            int length = in.remaining() < 4 ? -1 : in.getInt();
            int end = in.position() + length;
            add(new Bucket(key, bitmap(in)), buckets);
            if (in.position() != end) {
                throw corrupt("a bitmap has another length than it says", null);
            }
        }
        return ended(in, buckets);
    }

    private static void requireRoomFor(long bitmaps, ByteBuffer in) {
        if (bitmaps < 0 || bitmaps > in.remaining() / SMALLEST_BITMAP) {
            throw corrupt("it cannot hold as many bitmaps as it says", null);
        }
    }

    private static void add(Bucket bucket, List<Bucket> buckets) {
        if (!bucket.rows().isEmpty()) {
            buckets.add(bucket);
        }
    }

    private static DeletionVector ended(ByteBuffer in, List<Bucket> buckets) {
        int filling = in.remaining();
        boolean zeros = filling <= MAX_FILLING;
        while (zeros && in.hasRemaining()) {
            zeros = in.get() == 0;
        }
        if (!zeros) {
            throw corrupt("something follows its last bitmap", null);
        }
        return new DeletionVector(buckets);
    }

    /** Reads one bitmap; the buffer stands behind it then. */
    private static RoaringBitmap bitmap(ByteBuffer in) {
        ByteArrayInputStream rest = new ByteArrayInputStream(in.array(), in.position(), in.remaining());
        RoaringBitmap bitmap = new RoaringBitmap();
        try {
            bitmap.deserialize(new DataInputStream(rest), new byte[BUFFER_BYTES]);
        } catch (IOException | RuntimeException e) { // the library has many ways to say it
            throw corrupt("a bitmap cannot be read", e);
        }
        if (!bitmap.validate()) {
            throw corrupt("a bitmap contradicts itself", null);
        }
        in.position(in.limit() - rest.available());
        return bitmap;
    }

    static byte[] encode(List<Bucket> buckets) {
        int size = 4 + 8;
        for (Bucket bucket : buckets) {
            size = Math.addExact(size, 4 + bucket.rows().serializedSizeInBytes());
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putLong(buckets.size());
        for (Bucket bucket : buckets) {
            out.putInt(bucket.key());
            bucket.rows().serialize(out);
        }
        return out.array();
    }

    private static CorruptTableException corrupt(String reason, @Nullable Exception cause) {
        return new CorruptTableException("A deletion vector cannot be read", Facts.of("reason", reason), cause);
    }
}
