package io.weir.pipeline.state;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The form in which a step's memory is kept, around what the step itself writes. One thread at a time.
 *
 * <pre>
 * "WSTA"  format number  kind  [ size before compression ]  body  CRC-32C of all before it
 * body:   number of the state, columns that the step takes, parts of its definition, what the step writes
 * </pre>
 *
 * <p>Every change has the number behind that of the state it changes, so that none can be left out. Snapshots are compressed; changes, written at
 * every epoch, are small and are not.
 */
public final class StateForm {
    private static final int MAGIC = 0x57535441;
    private static final int FORMAT = 1;
    private static final int HEADER = Integer.BYTES + 2;
    private static final int SNAPSHOT = 0;
    private static final int CHANGES = 1;
    private static final int LEVEL = 1;

    private final StructType input;
    private final List<String> definition;
    private long number;

    /**
     * @param input the columns that the step takes
     * @param definition what must be the same for a state to be taken, in parts that tell a reader what changed
     */
    public StateForm(StructType input, List<String> definition) {
        this.input = input;
        this.definition = List.copyOf(definition);
    }

    public byte[] changes(Consumer<StateOutput> content) {
        number++;
        StateOutput out = begin(CHANGES);
        writeBody(out, content);
        return sealed(out);
    }

    public byte[] snapshot(Consumer<StateOutput> content) {
        StateOutput body = new StateOutput();
        writeBody(body, content);
        StateOutput out = begin(SNAPSHOT);
        out.writeNumber(body.size());
        byte[] packed = new byte[Math.toIntExact(Zstd.compressBound(body.size()))];
        int length = (int) Zstd.compressByteArray(packed, 0, packed.length, body.bytes(), 0, body.size(), LEVEL);
        out.writeRaw(packed, 0, length);
        return sealed(out);
    }

    /**
     * The columns that a step takes, of what one wrote.
     *
     * @throws CorruptStateException if it is damaged
     */
    static StructType input(byte[] bytes) {
        checked(bytes);
        StateInput in = body(bytes);
        in.readNumber();
        return SchemaJson.parse(in.readText());
    }

    /**
     * Hands what the step wrote to it; nothing if that is empty.
     *
     * @param reset called first if it is all of a state, not what changed in it
     */
    public void restore(byte[] bytes, Runnable reset, Consumer<StateInput> content) {
        if (bytes.length == 0) {
            return;
        }
        boolean isSnapshot = checked(bytes) == SNAPSHOT;
        StateInput in = body(bytes);
        long found = in.readNumber();
        in.skipBytes();
        checkDefinition(in);
        if (isSnapshot) {
            reset.run();
        } else if (found != number + 1) {
            throw new CorruptStateException("Changes of a state do not follow what was restored {expected="
                    + (number + 1) + ", found=" + found + "}");
        }
        content.accept(in);
        in.expectEnd();
        number = found;
    }

    private void writeBody(StateOutput out, Consumer<StateOutput> content) {
        out.writeNumber(number);
        out.writeText(SchemaJson.format(input));
        out.writeNumber(definition.size());
        definition.forEach(out::writeText);
        content.accept(out);
    }

    private void checkDefinition(StateInput in) {
        int count = in.readCount();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            found.add(in.readText());
        }
        if (!found.equals(definition)) {
            throw new StepChangedException(found, definition);
        }
    }

    private static StateOutput begin(int kind) {
        StateOutput out = new StateOutput();
        out.writeRaw(ByteBuffer.allocate(Integer.BYTES).putInt(MAGIC).array(), 0, Integer.BYTES);
        out.writeByte(FORMAT);
        out.writeByte(kind);
        return out;
    }

    private static byte[] sealed(StateOutput out) {
        byte[] bytes = Arrays.copyOf(out.bytes(), out.size() + Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(out.size(), checksum(bytes, out.size()));
        return bytes;
    }

    /** What the bytes are, once they are known to be whole. */
    private static int checked(byte[] bytes) {
        if (bytes.length < HEADER + Integer.BYTES || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            throw new CorruptStateException("This is not the state of a step {bytes=" + bytes.length + "}");
        }
        if (bytes[Integer.BYTES] != FORMAT) {
            throw new CorruptStateException("The state of a step is in a format of a later version of Weir {found="
                    + bytes[Integer.BYTES] + ", known=" + FORMAT + "}");
        }
        int expected = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
        if (checksum(bytes, bytes.length - Integer.BYTES) != expected) {
            throw new CorruptStateException(
                    "The state of a step is damaged: its checksum is another {bytes=" + bytes.length + "}");
        }
        return bytes[HEADER - 1];
    }

    private static StateInput body(byte[] bytes) {
        StateInput in = new StateInput(bytes, HEADER, bytes.length - Integer.BYTES);
        return bytes[HEADER - 1] == SNAPSHOT ? unpacked(in, bytes) : in;
    }

    private static StateInput unpacked(StateInput in, byte[] bytes) {
        byte[] body = new byte[Math.toIntExact(in.readNumber())];
        try {
            long length = Zstd.decompressByteArray(
                    body, 0, body.length, bytes, in.position(), bytes.length - Integer.BYTES - in.position());
            if (length == body.length) {
                return new StateInput(body, 0, body.length);
            }
        } catch (ZstdException e) {
            throw new CorruptStateException("The state of a step cannot be unpacked {bytes=" + bytes.length + ", cause="
                    + e.getMessage() + "}");
        }
        throw new CorruptStateException(
                "The state of a step has another length than it says {expected=" + body.length + "}");
    }

    private static int checksum(byte[] bytes, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
