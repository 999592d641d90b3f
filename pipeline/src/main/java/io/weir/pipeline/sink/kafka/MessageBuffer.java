package io.weir.pipeline.sink.kafka;

import io.weir.format.text.Utf8Buffer;
import io.weir.pipeline.sink.SinkPart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages one behind the other in large arrays, so that an epoch in memory is a few objects. One thread at a time. */
final class MessageBuffer implements SinkPart {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int HEAD_BYTES = 2 * Integer.BYTES;
    private static final int NONE = -1;

    /** Each holds messages up to its position: length of the key, length of the value, key, value. */
    private final List<ByteBuffer> chunks = new ArrayList<>();

    private long messages;
    private long bytes;

    /** Is given each message. */
    interface Reader {
        void message(byte @Nullable [] key, byte @Nullable [] value);
    }

    /** Copies both. */
    void add(@Nullable Utf8Buffer key, @Nullable Utf8Buffer value) {
        int size = HEAD_BYTES + (key == null ? 0 : key.size()) + (value == null ? 0 : value.size());
        ByteBuffer chunk = chunkFor(size);
        chunk.putInt(key == null ? NONE : key.size());
        chunk.putInt(value == null ? NONE : value.size());
        put(key, chunk);
        put(value, chunk);
        messages++;
        bytes += size;
    }

    private ByteBuffer chunkFor(int size) {
        if (chunks.isEmpty() || chunks.get(chunks.size() - 1).remaining() < size) {
            chunks.add(ByteBuffer.allocate(Math.max(CHUNK_BYTES, size)));
        }
        return chunks.get(chunks.size() - 1);
    }

    private static void put(@Nullable Utf8Buffer text, ByteBuffer chunk) {
        if (text != null) {
            chunk.put(text.data(), 0, text.size());
        }
    }

    /** In the order they were added in. */
    void forEach(Reader reader) {
        for (ByteBuffer written : chunks) {
            ByteBuffer chunk = written.duplicate().flip();
            while (chunk.hasRemaining()) {
                int key = chunk.getInt();
                int value = chunk.getInt();
                reader.message(take(chunk, key), take(chunk, value));
            }
        }
    }

    private static byte @Nullable [] take(ByteBuffer chunk, int length) {
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[length];
        chunk.get(bytes);
        return bytes;
    }

    @Override
    public long rows() {
        return messages;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
