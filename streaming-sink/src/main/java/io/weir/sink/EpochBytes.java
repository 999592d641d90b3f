package io.weir.sink;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Guard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An epoch as bytes: magic, format, guards, parts, positions, parameters, metrics, mode, metadata. Lists and blocks have their length before
 * them. Pure functions.
 */
final class EpochBytes {
    private static final int MAGIC = 0x5745504f; // "WEPO"
    private static final int FORMAT = 1;

    private static final int NEWER = 0;
    private static final int EXPECT = 1;
    private static final int EXPECT_NONE = 2;

    private static final int APPEND = 0;
    private static final int COMPLETE = 1;
    private static final int UPDATE = 2;

    private EpochBytes() {}

    static byte[] write(Epoch epoch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            each(epoch.guards(), out, EpochBytes::write);
            each(epoch.parts(), out, (part, to) -> block(part.toBytes(), to));
            numbers(epoch.positions(), out);
            each(epoch.parameters().entrySet(), out, (entry, to) -> {
                text(entry.getKey(), to);
                text(entry.getValue(), to);
            });
            numbers(epoch.metrics(), out);
            write(epoch.mode(), out);
            each(epoch.writtenAs(), out, (metadata, to) -> block(ActionCodec.write(List.of(metadata)), to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Writer<T> {
        void write(T value, DataOutputStream out) throws IOException;
    }

    private static <T> void each(Iterable<T> values, DataOutputStream out, Writer<T> writer) throws IOException {
        int count = 0;
        for (T ignored : values) {
            count++;
        }
        out.writeInt(count);
        for (T value : values) {
            writer.write(value, out);
        }
    }

    private static void write(Guard guard, DataOutputStream out) throws IOException {
        @Nullable Long expected = guard instanceof Guard.Expect expect ? expect.expected() : null;
        out.writeByte(guard instanceof Guard.Newer ? NEWER : expected == null ? EXPECT_NONE : EXPECT);
        text(guard.appId(), out);
        out.writeLong(guard.next());
        if (expected != null) {
            out.writeLong(expected);
        }
    }

    private static void write(OutputMode mode, DataOutputStream out) throws IOException {
        if (mode instanceof OutputMode.Update update) {
            out.writeByte(UPDATE);
            each(update.keys(), out, EpochBytes::text);
        } else {
            out.writeByte(mode instanceof OutputMode.Complete ? COMPLETE : APPEND);
        }
    }

    private static void numbers(Map<String, Long> numbers, DataOutputStream out) throws IOException {
        each(numbers.entrySet(), out, (entry, to) -> {
            text(entry.getKey(), to);
            to.writeLong(entry.getValue());
        });
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        block(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void block(byte[] block, DataOutputStream out) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    static Epoch read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("This is not an epoch {bytes=" + bytes.length + "}");
            }
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("The epoch is in a format of a later version of Weir {found="
                        + format + ", known=" + FORMAT + "}");
            }
            return new Epoch(
                    list(in, EpochBytes::guard),
                    list(in, from -> EpochFiles.fromBytes(block(from))),
                    numbers(in),
                    texts(in),
                    numbers(in),
                    mode(in),
                    list(in, EpochBytes::metadata));
        } catch (IOException e) {
            throw new IllegalArgumentException("The epoch is cut short {bytes=" + bytes.length + "}", e);
        }
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> List<T> list(DataInputStream in, Reader<T> reader) throws IOException {
        List<T> values = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(reader.read(in));
        }
        return values;
    }

    private static Guard guard(DataInputStream in) throws IOException {
        int kind = in.readByte();
        String appId = text(in);
        long next = in.readLong();
        return switch (kind) {
            case NEWER -> new Guard.Newer(appId, next);
            case EXPECT -> new Guard.Expect(appId, next, in.readLong());
            case EXPECT_NONE -> new Guard.Expect(appId, next, null);
            default -> throw new IllegalArgumentException("Not a kind of guard {found=" + kind + "}");
        };
    }

    private static OutputMode mode(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case APPEND -> OutputMode.append();
            case COMPLETE -> OutputMode.complete();
            case UPDATE -> new OutputMode.Update(list(in, EpochBytes::text));
            default -> throw new IllegalArgumentException("Not an output mode {found=" + kind + "}");
        };
    }

    private static Map<String, Long> numbers(DataInputStream in) throws IOException {
        Map<String, Long> numbers = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.put(text(in), in.readLong());
        }
        return numbers;
    }

    private static Map<String, String> texts(DataInputStream in) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.put(text(in), text(in));
        }
        return texts;
    }

    private static Metadata metadata(DataInputStream in) throws IOException {
        List<Action> actions = new ArrayList<>();
        ActionCodec.read(block(in), "epoch", -1, actions::add);
        if (actions.size() != 1 || !(actions.get(0) instanceof Metadata metadata)) {
            throw new IllegalArgumentException("An epoch does not say what the table was when it was written");
        }
        return metadata;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(block(in), StandardCharsets.UTF_8);
    }

    /** A length that cannot be is a file that is cut short, not memory that is asked for. */
    static byte[] block(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("A block of " + length + " bytes does not fit into " + in.available());
        }
        return in.readNBytes(length);
    }
}
