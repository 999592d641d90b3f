package io.weir.pipeline.decode;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Recognises gzip and Zstandard by their first bytes, whatever the name says. */
final class Decompression {
    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 16;

    /** @param compressed was it, so that places in the stream are not places in the file? */
    record Opened(InputStream stream, boolean compressed) {}

    private Decompression() {}

    static Opened open(InputStream raw) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(raw, MAGIC_BYTES);
        byte[] magic = new byte[MAGIC_BYTES];
        int count = 0;
        int read;
        // A live stream may give one short line and then nothing for long: look at no more than tells text from a
        // magic.
        while (count < MAGIC_BYTES
                && (count == 0 || isMagicPrefix(magic, count))
                && (read = stream.read(magic, count, MAGIC_BYTES - count)) > 0) {
            count += read;
        }
        stream.unread(magic, 0, count);
        if (count >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new Opened(new GZIPInputStream(stream, BUFFER_BYTES), true);
        }
        if (count == MAGIC_BYTES && isMagicPrefix(magic, count)) {
            return new Opened(new ZstdInputStream(stream).setContinuous(false), true);
        }
        return new Opened(stream, false);
    }

    private static boolean isMagicPrefix(byte[] bytes, int count) {
        int first = bytes[0] & 0xff;
        if (first == 0x1f) {
            return count < 2;
        }
        int[] zstd = {0x28, 0xb5, 0x2f, 0xfd};
        for (int i = 0; i < count; i++) {
            if ((bytes[i] & 0xff) != zstd[i]) {
                return false;
            }
        }
        return true;
    }
}
