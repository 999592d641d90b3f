package io.weir.table.deletion;

import io.weir.format.text.Z85;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.data.DataFiles;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fetches deletion vectors and checks all that is said about them: version, size, checksum, cardinality. Safe for many threads.
 *
 * <p>A vector in the log costs nothing, one in a file a request, and one more if it is large or far from the file's start.
 */
public final class DeletionVectorReader {
    /** Vectors of one file so near to each other are fetched together, with what is between them. */
    private static final int MAX_GAP = 64 * 1024;

    private static final int MAX_TOGETHER = 4 << 20;
    /** What is said to be larger than this is only believed when the file is that large. */
    private static final int BELIEVED = 1 << 20;

    private final ObjectStore table;

    /** @param table the store whose root is the table's */
    public DeletionVectorReader(ObjectStore table) {
        this.table = table;
    }

    /**
     * Reads a vector.
     *
     * @throws CorruptTableException naming the file if it is gone, is damaged or holds something else
     */
    public DeletionVector read(DeletionVectorDescriptor descriptor) {
        try {
            if (descriptor.storageType().equals("i")) {
                return decode(descriptor, inline(descriptor));
            }
            return decode(descriptor, stored(List.of(descriptor)).get(0));
        } catch (TableException e) {
            throw located(e, descriptor);
        }
    }

    /**
     * How many of a file's rows a vector takes away, without a request: what the log says, but for vectors in the log itself,
     * which are looked at, because there hand-made ones exist that name rows beyond the file.
     *
     * @param rows how many the file has
     */
    public static long cardinality(DeletionVectorDescriptor descriptor, long rows) {
        if (!descriptor.storageType().equals("i")) {
            return descriptor.cardinality();
        }
        try {
            return decode(descriptor, inline(descriptor)).count(0, rows);
        } catch (TableException e) {
            throw located(e, descriptor);
        }
    }

    private static byte[] inline(DeletionVectorDescriptor descriptor) {
        byte[] bytes;
        try {
            bytes = Z85.decode(descriptor.pathOrInlineDv());
        } catch (IllegalArgumentException e) {
            throw new CorruptTableException(
                    "A deletion vector cannot be read", Facts.of("reason", String.valueOf(e.getMessage())), e);
        }
        int filling = bytes.length - descriptor.sizeInBytes();
        if (filling < 0 || filling > 3) {
            throw new CorruptTableException(
                    "A deletion vector has another size than the log says",
                    Facts.of("expected", descriptor.sizeInBytes(), "found", bytes.length));
        }
        return Arrays.copyOf(bytes, descriptor.sizeInBytes());
    }

    /** Makes a vector of its bytes. */
    static DeletionVector decode(DeletionVectorDescriptor descriptor, byte[] bytes) {
        DeletionVector rows = DeletionVector.decode(bytes);
        if (rows.cardinality() != descriptor.cardinality()) {
            throw new CorruptTableException(
                    "A deletion vector has another number of rows than the log says",
                    Facts.of("expected", descriptor.cardinality(), "found", rows.cardinality()));
        }
        return rows;
    }

    static TableException located(TableException e, DeletionVectorDescriptor descriptor) {
        if (descriptor.storageType().equals("i")) {
            return e.with("deletionVector", "inline");
        }
        return e.with("offset", start(descriptor));
    }

    /**
     * The bytes of vectors that lie behind each other in one file, nearest to its start first. One request, and one more if they
     * are large or far from the start.
     */
    List<byte[]> stored(List<DeletionVectorDescriptor> neighbours) {
        String path = DeletionVectorFile.path(neighbours.get(0)).orElseThrow();
        long first = start(neighbours.get(0));
        if (first < 0) {
            throw new CorruptTableException("A deletion vector has a negative offset", Facts.of("file", path));
        }
        long start = first <= MAX_GAP ? 0 : first;
        long end = first;
        for (DeletionVectorDescriptor descriptor : neighbours) {
            end = Math.max(end, end(descriptor));
        }
        try {
            byte[] bytes = fetch(path, start, end);
            requireVersion(start == 0 ? bytes[0] : fetch(path, 0, 1)[0]);
            List<byte[]> found = new ArrayList<>(neighbours.size());
            for (DeletionVectorDescriptor descriptor : neighbours) {
                found.add(data(descriptor, bytes, (int) (start(descriptor) - start)));
            }
            return found;
        } catch (ObjectNotFoundException e) {
            throw new CorruptTableException(
                    "The file of a deletion vector is gone; it may have been vacuumed", Facts.of("file", path), e);
        } catch (TableException e) {
            throw e.with("file", path);
        }
    }

    /** Is it worth while to fetch a vector with one that lies before it, and with all from {@code start} on? */
    static boolean areNear(long start, DeletionVectorDescriptor one, DeletionVectorDescriptor next) {
        return start(next) - end(one) <= MAX_GAP && end(next) - start <= MAX_TOGETHER;
    }

    /** An offset that is not given is the first vector's, which lies behind the version. */
    static long start(DeletionVectorDescriptor descriptor) {
        Integer offset = descriptor.offset();
        return offset == null || offset == 0 ? 1 : offset;
    }

    private static long end(DeletionVectorDescriptor descriptor) {
        return start(descriptor)
                + DeletionVectorFile.SIZE_BYTES
                + descriptor.sizeInBytes()
                + DeletionVectorFile.CHECKSUM_BYTES;
    }

    private byte[] fetch(String path, long start, long end) {
        if (end - start > BELIEVED) {
            requireLength(path, end);
        }
        if (end - start > Integer.MAX_VALUE - 8) {
            throw new CorruptTableException("A deletion vector is too large", Facts.of("size", end - start));
        }
        // The log does not say how long the file is; to claim what is needed saves asking
        try (ObjectReader file = DataFiles.open(table, path, end)) {
            return file.read(start, (int) (end - start));
        } catch (ObjectNotFoundException e) {
            throw e;
        } catch (StorageException e) {
            requireLength(path, end);
            throw e;
        }
    }

    private void requireLength(String path, long end) {
        try (ObjectReader file = DataFiles.open(table, path, -1)) {
            if (file.sizeBytes() < end) {
                throw new CorruptTableException(
                        "The file of a deletion vector is too short",
                        Facts.of("expected", end, "found", file.sizeBytes()));
            }
        }
    }

    private static void requireVersion(byte version) {
        if (version != DeletionVectorFile.VERSION) {
            throw new CorruptTableException(
                    "The file of a deletion vector has another format",
                    Facts.of("expected", DeletionVectorFile.VERSION, "found", version));
        }
    }

    private static byte[] data(DeletionVectorDescriptor descriptor, byte[] bytes, int at) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int size = in.getInt(at);
        if (size != descriptor.sizeInBytes()) {
            throw new CorruptTableException(
                    "A deletion vector has another size than the log says",
                    Facts.of("expected", descriptor.sizeInBytes(), "found", size));
        }
        int from = at + DeletionVectorFile.SIZE_BYTES;
        int expected = in.getInt(from + size);
        if ((int) DeletionVectorFile.checksum(bytes, from, size) != expected) {
            throw new CorruptTableException("A deletion vector does not have its checksum", Facts.NONE);
        }
        return Arrays.copyOfRange(bytes, from, from + size);
    }
}
