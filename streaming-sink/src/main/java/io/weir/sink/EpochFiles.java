package io.weir.sink;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.table.data.WrittenFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What one task wrote in one epoch: data files that are durable and invisible. Immutable.
 *
 * <p>{@link #toBytes} is for engines that keep or send it between writing and committing. The bytes begin with a format number; a later
 * version of Weir reads the bytes of earlier ones.
 */
public record EpochFiles(List<WrittenFile> files) {
    private static final int MAGIC = 0x57455046; // "WEPF"
    private static final int FORMAT = 1;

    public EpochFiles {
        files = List.copyOf(files);
    }

    public long rows() {
        return files.stream().mapToLong(WrittenFile::rows).sum();
    }

    public long bytes() {
        return files.stream().mapToLong(WrittenFile::sizeBytes).sum();
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** Magic, format, count; for each file name, rows and the line of its add action. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            out.writeInt(files.size());
            for (WrittenFile file : files) {
                out.writeUTF(file.name());
                out.writeLong(file.rows());
                byte[] action = ActionCodec.write(List.of(file.action()));
                out.writeInt(action.length);
                out.write(action);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if the bytes are not of {@link #toBytes}, or of a later version of Weir */
    public static EpochFiles fromBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("These are not the files of an epoch {bytes=" + bytes.length + "}");
            }
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException(
                        "The files of an epoch are in a format of a later version of Weir {found=" + format + ", known="
                                + FORMAT + "}");
            }
            int count = in.readInt();
            List<WrittenFile> files = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                long rows = in.readLong();
                byte[] line = EpochBytes.block(in);
                List<Action> actions = new ArrayList<>();
                ActionCodec.read(line, name, -1, actions::add);
                if (actions.size() != 1 || !(actions.get(0) instanceof AddFile action)) {
                    throw new IllegalArgumentException("A file of an epoch has no add action {file=" + name + "}");
                }
                files.add(new WrittenFile(name, rows, action));
            }
            return new EpochFiles(files);
        } catch (IOException e) {
            throw new IllegalArgumentException("The files of an epoch are cut short {bytes=" + bytes.length + "}", e);
        }
    }
}
