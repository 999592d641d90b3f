package io.weir.format.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.parquet.write.RandomBatches;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not what a writer wrote end in a {@link ParquetException} or in rows, never in anything else. */
class HostileFilesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedBytesAreRefusedOrReadButNeverBreakAnything(long seed) {
        Random random = new Random(seed);
        RandomBatches batches = new RandomBatches(random);
        for (int i = 0; i < 12; i++) {
            StructType schema = batches.schema();
            ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                    .withCodec(List.of(Codec.UNCOMPRESSED, Codec.SNAPPY, Codec.ZSTD, Codec.GZIP, Codec.LZ4_RAW)
                            .get(random.nextInt(5)))
                    .withPageChecksums(false)
                    .withSecondPageFormat(random.nextBoolean())
                    .withPages(1 + random.nextInt(4000), 1 + random.nextInt(200))
                    .withDictionaryBytes(random.nextBoolean() ? 0 : 10_000);
            InMemory file = InMemory.written(schema, options, List.of(batches.batch(schema, 300)));
            for (int k = 0; k < 60; k++) {
                tryToRead(damaged(file.bytes, random), schema, random, "seed " + seed + ", file " + i + ", try " + k);
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> { // large numbers, where lengths and counts may be
                int at = random.nextInt(damaged.length - 8);
                Arrays.fill(damaged, at, at + 1 + random.nextInt(8), (byte) 0xff);
            }
            default -> { // the footer is the most interesting part
                int footer = damaged.length / 3;
                int at = damaged.length - 8 - random.nextInt(footer);
                damaged[at] = (byte) random.nextInt();
            }
        }
        return damaged;
    }

    private static void tryToRead(byte[] bytes, StructType schema, Random random, String description) {
        try {
            InMemory file = new InMemory(bytes);
            ParquetFile opened = file.open();
            Expression condition = Expressions.col(
                            schema.field(random.nextInt(schema.size())).name())
                    .isNotNull();
            file.rows(ReadRequest.of(schema));
            InMemory.rows(opened, ReadRequest.of(schema).filter(condition, schema));
        } catch (ParquetException e) {
            assertThat(e.facts()).as(description).containsEntry("file", "dir/f.parquet");
        } catch (RuntimeException | Error e) {
            fail(description, e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 11, 12, 13, 50, 200})
    void aFileThatWasCutShortIsCorrupt(int length) {
        byte[] whole = FilteredReadTest.numbers(100, ParquetWriteOptions.DEFAULT).bytes;
        assertThatThrownBy(() -> new InMemory(Arrays.copyOf(whole, length)).open())
                .isInstanceOf(CorruptParquetException.class)
                .hasMessageContaining("file=dir/f.parquet");
    }

    @Test
    void aFooterThatIsNestedWithoutEndIsCorrupt() {
        byte[] bytes = new byte[500_012];
        Arrays.fill(bytes, (byte) 0x1c); // a struct in a struct in a struct
        System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 4);
        System.arraycopy(HandMadeFile.ints(500_000), 0, bytes, bytes.length - 8, 4);
        System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, bytes, bytes.length - 4, 4);
        assertThatThrownBy(() -> new InMemory(bytes).open()).isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void anEncryptedFooterIsRefusedByName() {
        byte[] bytes = FilteredReadTest.numbers(10, ParquetWriteOptions.DEFAULT).bytes;
        bytes[bytes.length - 1] = 'E';
        assertThatThrownBy(() -> new InMemory(bytes).open())
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContaining("encrypted footer");
    }

    @Test
    void aPageWithAnotherChecksumIsRefusedWithItsPlace() {
        InMemory file = FilteredReadTest.numbers(3000, ParquetWriteOptions.DEFAULT.withCodec(Codec.UNCOMPRESSED));
        int at = new String(file.bytes, StandardCharsets.ISO_8859_1).indexOf("text 2345");
        file.bytes[at + 3]++;
        assertThatThrownBy(() -> file.rows(ReadRequest.of(file.open().schema())))
                .isInstanceOfSatisfying(CorruptParquetException.class, e -> {
                    assertThat(e.sentence()).isEqualTo("Page has another checksum than its header says");
                    assertThat(e.facts())
                            .containsEntry("column", "text")
                            .containsEntry("rowGroup", 0)
                            .containsKeys("expected", "file", "found", "position", "row");
                });
    }
}
