package io.weir.table.deletion;

import io.weir.format.text.Z85;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Gathers deletion vectors into one file, each between its size and its checksum. One thread at a time. (PROTOCOL.md, "Deletion
 * Vector File Storage Format")
 */
public final class DeletionVectorFile {
    static final byte VERSION = 1;
    static final int SIZE_BYTES = 4;
    static final int CHECKSUM_BYTES = 4;
    /** A UUID in Z85. */
    private static final int UUID_CHARACTERS = 20;

    private final String prefix;
    private final UUID id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * @param prefix a directory below the table's, of letters and digits; "" is none
     * @param id of this file alone
     */
    public DeletionVectorFile(String prefix, UUID id) {
        this.prefix = prefix;
        this.id = id;
        bytes.write(VERSION);
    }

    /** Adds a vector; the log says by what is returned where it is. */
    public DeletionVectorDescriptor add(DeletionVector rows) {
        byte[] data = rows.encode();
        int offset = bytes.size();
        bytes.writeBytes(ByteBuffer.allocate(SIZE_BYTES).putInt(data.length).array());
        bytes.writeBytes(data);
        bytes.writeBytes(ByteBuffer.allocate(CHECKSUM_BYTES)
                .putInt((int) checksum(data, 0, data.length))
                .array());
        byte[] name = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return new DeletionVectorDescriptor(
                "u", prefix + Z85.encode(name), offset, data.length, rows.cardinality(), Map.of());
    }

    /** The name of the file in the table's store. */
    public String name() {
        return name(prefix, id);
    }

    /** The whole file so far. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    /** A vector that is in the log itself: for small ones. */
    public static DeletionVectorDescriptor inline(DeletionVector rows) {
        byte[] data = rows.encode();
        return new DeletionVectorDescriptor("i", Z85.encode(data), null, data.length, rows.cardinality(), Map.of());
    }

    /**
     * The path of the file that a vector is in, as the log spells paths; empty if it is in the log itself.
     *
     * @throws CorruptTableException if the descriptor names none
     */
    public static Optional<String> path(DeletionVectorDescriptor descriptor) {
        String place = descriptor.pathOrInlineDv();
        switch (descriptor.storageType()) {
            case "i":
                return Optional.empty();
            case "p":
                return Optional.of(place);
            case "u":
                return Optional.of(DataPath.encode(relativeName(place)));
            default:
                throw new CorruptTableException(
                        "A deletion vector is stored in a way that the protocol does not know",
                        Facts.of("storageType", descriptor.storageType()));
        }
    }

    /** The random prefix is whatever precedes the characters of the UUID. (PROTOCOL.md, "Deletion Vector Descriptor Schema") */
    private static String relativeName(String place) {
        int start = place.length() - UUID_CHARACTERS;
        try {
            if (start < 0) {
                throw new IllegalArgumentException("Text is too short");
            }
            ByteBuffer name = ByteBuffer.wrap(Z85.decode(place.substring(start)));
            return name(place.substring(0, start), new UUID(name.getLong(), name.getLong()));
        } catch (IllegalArgumentException e) {
            throw new CorruptTableException(
                    "A deletion vector does not name its file", Facts.of("pathOrInlineDv", place), e);
        }
    }

    private static String name(String prefix, UUID id) {
        return (prefix.isEmpty() ? "" : prefix + "/") + "deletion_vector_" + id + ".bin";
    }

    static long checksum(byte[] data, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(data, from, length);
        return crc.getValue();
    }
}
