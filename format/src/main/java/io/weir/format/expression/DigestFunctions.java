package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Checksums of texts and bytes, row by row. Pure. */
final class DigestFunctions {
    private DigestFunctions() {}

    /** @param algorithm one that every Java has */
    static String hex(String algorithm, ColumnVector[] arguments, int row, ColumnBuilder out) {
        BytesVector bytes = (BytesVector) arguments[0];
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes.data(), bytes.start(row), bytes.end(row) - bytes.start(row));
            RowNode.append(HexFormat.of().formatHex(digest.digest()), out);
            return RowNode.OK;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java lacks a digest: " + algorithm, e);
        }
    }

    static String crc32(ColumnVector[] arguments, int row, ColumnBuilder out) {
        BytesVector bytes = (BytesVector) arguments[0];
        CRC32 crc = new CRC32();
        crc.update(bytes.data(), bytes.start(row), bytes.end(row) - bytes.start(row));
        out.appendLong(crc.getValue());
        return RowNode.OK;
    }
}
