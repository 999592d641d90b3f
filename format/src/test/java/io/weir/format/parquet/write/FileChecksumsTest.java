package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.parquet.FileChecksums;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileChecksumsTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("name", PrimitiveType.STRING);

    private final ObjectStore store = ObjectStores.open("memory://" + UUID.randomUUID() + "/files");

    private byte[] written() {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (long id = 0; id < 100; id++) {
            rows.add(id, "name " + id % 3);
        }
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create("f"), SCHEMA, ParquetWriteOptions.DEFAULT)) {
            writer.write(rows.build());
            writer.finish();
        }
        return store.read("f");
    }

    private boolean verified(byte[] bytes) {
        store.put("g", bytes);
        try (ObjectReader reader = store.open("g", bytes.length)) {
            return ParquetFile.open(reader).verifyChecksums();
        }
    }

    @Test
    void everyBitOfAFileCounts() {
        byte[] bytes = written();
        assertThat(verified(bytes)).isTrue();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int key = text.lastIndexOf(FileChecksums.KEY);
        List<Integer> unnoticed = new ArrayList<>();
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            if (isUnnoticed(damaged)) {
                unnoticed.add(at - key);
            }
        }
        // Under another name it is no checksum; the rest is as it was
        assertThat(unnoticed).allSatisfy(at -> assertThat(at).isBetween(0, FileChecksums.KEY.length() - 1));
    }

    private boolean isUnnoticed(byte[] damaged) {
        try {
            verified(damaged);
            return true;
        } catch (ParquetException e) {
            return false;
        }
    }

    @Test
    void theValueIsReadAsItWasWritten() {
        FileChecksums checksums = new FileChecksums(-1, 300, 0x1234, Integer.MIN_VALUE);
        assertThat(FileChecksums.parse(checksums.value())).isEqualTo(checksums);
        assertThat(checksums.value()).isEqualTo("ffffffff 0000012c 00001234 80000000");
        assertThat(FileChecksums.parse("ffffffff 0000012c 00001234 8000000x")).isNull();
        assertThat(FileChecksums.parse("")).isNull();
    }
}
