package io.weir.log.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What tells one logical file from another, {@link io.weir.log.action.FileKey} as bytes and a hash, that can be pointed from one
 * file to the next. One thread at a time. (PROTOCOL.md, "Add File and Remove File")
 */
final class FileProbe {
    private byte[] data = {};
    private int from;
    private int to;
    private String deletionVectorId = "";
    private int hash;

    /** Points this at a path as the log spells it, which is decoded if need be. */
    FileProbe set(byte[] path, int start, int end, String deletionVector) {
        if (PathBytes.isCanonical(path, start, end)) {
            data = path;
            from = start;
            to = end;
        } else {
            data = PathBytes.canonical(path, start, end);
            from = 0;
            to = data.length;
        }
        deletionVectorId = deletionVector;
        hash = PathBytes.hash(data, from, to, deletionVector);
        return this;
    }

    FileProbe set(String path, String deletionVector) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return set(bytes, 0, bytes.length, deletionVector);
    }

    /** Points this at a row of a chunk, whose hash is known. */
    FileProbe set(FileChunk chunk, int row) {
        return set(chunk.pathData(), chunk.pathStart(row), chunk.pathEnd(row), chunk.deletionVectorId(row));
    }

    byte[] data() {
        return data;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    String deletionVectorId() {
        return deletionVectorId;
    }

    int hash() {
        return hash;
    }

    boolean sameAs(FileProbe other) {
        return hash == other.hash
                && Arrays.equals(data, from, to, other.data, other.from, other.to)
                && deletionVectorId.equals(other.deletionVectorId);
    }
}
