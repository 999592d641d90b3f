package io.weir.format.parquet;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Gzip members (RFC 1952); a page may be several of them. */
final class GzipCodec {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int TRAILER_BYTES = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private GzipCodec() {}

    static final class Reader implements Decompressor {
        private final Inflater inflater = new Inflater(true);
        private final CRC32 crc = new CRC32();

        @Override
        public void decompress(
                byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
            int position = offset;
            int end = offset + length;
            int written = 0;
            while (position < end) {
                int body = skipHeader(source, position, end);
                inflater.reset();
                inflater.setInput(source, body, end - body);
                int found = inflate(target, targetOffset + written, targetLength - written);
                position = end - inflater.getRemaining();
                if (end - position < TRAILER_BYTES) {
                    throw Decompressed.damaged(Codec.GZIP, "member ends before its trailer");
                }
                crc.reset();
                crc.update(target, targetOffset + written, found);
                if ((int) crc.getValue() != littleEndian(source, position)
                        || found != littleEndian(source, position + 4)) {
                    throw Decompressed.damaged(Codec.GZIP, "checksum or length of a member is wrong");
                }
                position += TRAILER_BYTES;
                written += found;
            }
            if (written != targetLength) {
                throw Decompressed.wrongLength(Codec.GZIP, targetLength, written);
            }
        }

        private int inflate(byte[] target, int offset, int limit) {
            byte[] beyond = new byte[1];
            int found = 0;
            try {
                while (!inflater.finished()) {
                    int step = found < limit
                            ? inflater.inflate(target, offset + found, limit - found)
                            : inflater.inflate(beyond, 0, 1);
                    if (found == limit && step > 0) {
                        throw Decompressed.damaged(Codec.GZIP, "more bytes come out than the header says");
                    }
                    if (step == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                        throw Decompressed.damaged(Codec.GZIP, "member is cut short");
                    }
                    found += step;
                }
            } catch (DataFormatException e) {
                throw Decompressed.damaged(Codec.GZIP, e);
            }
            return found;
        }

        /** Where the member that begins at {@code position} has its deflated bytes. */
        private static int skipHeader(byte[] source, int position, int end) {
            if (end - position < HEADER.length
                    || source[position] != HEADER[0]
                    || source[position + 1] != HEADER[1]
                    || source[position + 2] != HEADER[2]) {
                throw Decompressed.damaged(Codec.GZIP, "no gzip header");
            }
            int flags = source[position + 3];
            int body = position + HEADER.length;
            if ((flags & FLAG_EXTRA) != 0 && end - body >= 2) {
                body += 2 + (source[body] & 0xff) + ((source[body + 1] & 0xff) << 8);
            }
            for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
                if ((flags & flag) != 0) {
                    while (body < end && source[body] != 0) {
                        body++;
                    }
                    body++;
                }
            }
            body += (flags & FLAG_HEADER_CRC) != 0 ? 2 : 0;
            if (body > end) {
                throw Decompressed.damaged(Codec.GZIP, "header is cut short");
            }
            return body;
        }

        private static int littleEndian(byte[] source, int position) {
            return (source[position] & 0xff)
                    | (source[position + 1] & 0xff) << 8
                    | (source[position + 2] & 0xff) << 16
                    | source[position + 3] << 24;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    static final class Writer implements Compressor {
        private final Deflater deflater;
        private final CRC32 crc = new CRC32();

        Writer(int level) {
            deflater = new Deflater(level == Codec.DEFAULT_LEVEL ? Deflater.DEFAULT_COMPRESSION : level, true);
        }

        @Override
        public int maxCompressedLength(int length) {
            // deflate stores what it cannot compress: five bytes a block of at most 16 KiB at the lowest memory level
            return Math.addExact(length, 5 * (length / (16 * 1024) + 1) + HEADER.length + TRAILER_BYTES + 64);
        }

        @Override
        public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset) {
            System.arraycopy(HEADER, 0, target, targetOffset, HEADER.length);
            int position = targetOffset + HEADER.length;
            deflater.reset();
            deflater.setInput(source, offset, length);
            deflater.finish();
            while (!deflater.finished()) {
                position += deflater.deflate(target, position, target.length - TRAILER_BYTES - position);
                if (!deflater.finished() && position >= target.length - TRAILER_BYTES) {
                    throw new IllegalArgumentException("Target is shorter than maxCompressedLength");
                }
            }
            crc.reset();
            crc.update(source, offset, length);
            putLittleEndian(target, position, (int) crc.getValue());
            putLittleEndian(target, position + 4, length);
            return position + TRAILER_BYTES - targetOffset;
        }

        private static void putLittleEndian(byte[] target, int position, int value) {
            target[position] = (byte) value;
            target[position + 1] = (byte) (value >>> 8);
            target[position + 2] = (byte) (value >>> 16);
            target[position + 3] = (byte) (value >>> 24);
        }

        @Override
        public void close() {
            deflater.end();
        }
    }
}
