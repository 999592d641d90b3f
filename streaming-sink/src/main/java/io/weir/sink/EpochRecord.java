package io.weir.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch leaves beside its rows: what steps remember behind it, and what is still to be made visible in other tables. Immutable.
 *
 * @param name where it is, unique for ever
 * @param before the one whose memory this one's changes go on from; null if this has all of it, or none
 */
public record EpochRecord(
        Name name, @Nullable Name before, @Nullable Memory memory, List<Owed> owed) {
    private static final int MAGIC = 0x57455152; // "WEQR"
    private static final int FORMAT = 1;
    static final int EPOCH_DIGITS = 20;

    public EpochRecord {
        owed = List.copyOf(owed);
    }

    /** @param nonce not negative; the log names it, so of several who write an epoch's record only the one's whose commit came through counts */
    public record Name(long epoch, long nonce) {
        String file() {
            return String.format("%020d-%016x.epoch", epoch, nonce);
        }
    }

    /**
     * What another table gets with the epoch.
     *
     * @param address where that table is
     */
    public record Owed(String address, String tableId, Epoch epoch) {}

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            write(name, out);
            out.writeBoolean(before != null);
            if (before != null) {
                write(before, out);
            }
            out.writeBoolean(memory != null);
            if (memory != null) {
                out.writeBoolean(memory.whole());
                writeAll(memory.steps(), out);
            }
            out.writeInt(owed.size());
            for (Owed table : owed) {
                out.writeUTF(table.address());
                out.writeUTF(table.tableId());
                writeAll(List.of(table.epoch().toBytes()), out);
            }
            out.flush();
            CRC32C sum = new CRC32C();
            sum.update(bytes.toByteArray());
            out.writeInt((int) sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * @param file for messages
     * @throws IllegalStateException if the bytes are not of {@link #toBytes}, are damaged, or of a later version of Weir
     */
    static EpochRecord fromBytes(byte[] bytes, String file) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, Math.max(0, bytes.length - Integer.BYTES));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw damaged("is not one", file, null);
            }
            int format = in.readInt();
            if (format != FORMAT) {
                throw damaged("is of a later version of Weir", file, null);
            }
            Name name = readName(in);
            Name before = in.readBoolean() ? readName(in) : null;
            Memory memory = in.readBoolean() ? new Memory(in.readBoolean(), readAll(in)) : null;
            List<Owed> owed = new ArrayList<>();
            for (int i = in.readInt(); i > 0; i--) {
                String address = in.readUTF();
                String tableId = in.readUTF();
                owed.add(new Owed(address, tableId, Epoch.fromBytes(readAll(in).get(0))));
            }
            if (in.readInt() != (int) sum.getValue()) {
                throw damaged("is damaged", file, null);
            }
            return new EpochRecord(name, before, memory, owed);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged("is damaged", file, e);
        }
    }

    private static IllegalStateException damaged(String what, String file, @Nullable Throwable cause) {
        return new IllegalStateException("The record of an epoch " + what + " {file=" + file + "}", cause);
    }

    private static void write(Name name, DataOutputStream out) throws IOException {
        out.writeLong(name.epoch());
        out.writeLong(name.nonce());
    }

    private static Name readName(DataInputStream in) throws IOException {
        return new Name(in.readLong(), in.readLong());
    }

    private static void writeAll(List<byte[]> parts, DataOutputStream out) throws IOException {
        out.writeInt(parts.size());
        for (byte[] part : parts) {
            out.writeInt(part.length);
            out.write(part);
        }
    }

    private static List<byte[]> readAll(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("A part is longer than what there is");
            }
            parts.add(in.readNBytes(length));
        }
        return parts;
    }

    /** A name for a directory, of any application id. */
    static String directory(String appId) {
        StringBuilder name = new StringBuilder("_weir/queries/");
        for (byte b : appId.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
            if (plain) {
                name.append((char) b);
            } else {
                name.append(String.format("%%%02x", b & 0xff));
            }
        }
        return name.toString();
    }
}
