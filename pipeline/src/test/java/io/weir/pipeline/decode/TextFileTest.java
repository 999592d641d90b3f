package io.weir.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    private static final StructType N = StructType.EMPTY.add("n", PrimitiveType.LONG);

    @TempDir
    Path directory;

    @Test
    void compressionIsSeenInTheBytesWhateverTheName() throws IOException {
        byte[] plain = lines(0, 10).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }
        for (byte[] bytes : List.of(plain, gzip.toByteArray(), Zstd.compress(plain))) {
            Path path = Files.write(directory.resolve("data.json"), bytes);
            assertThat(read(path, FilePosition.START, false)).hasSize(10);
            assertThat(Decoding.of(bytes, TextOptions.JSON, N, FilePosition.START, 99).rows)
                    .hasSize(10);
        }
    }

    @Test
    void readingGoesOnBehindTheLastRecordInEveryForm() {
        StringBuilder csv = new StringBuilder("n,t\n");
        StringBuilder array = new StringBuilder("[");
        StringBuilder spread = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            csv.append(i).append(",\"a\nb\"\n");
            array.append(i == 0 ? "" : " , ").append("{\"n\":").append(i).append("}");
            spread.append("{\n\"n\":").append(i).append("\n}\n");
        }
        array.append("]");
        StructType schema = N.add("t", PrimitiveType.STRING);
        for (String text : List.of(csv.toString(), array.toString(), spread.toString(), lines(0, 2_000))) {
            TextOptions options = text.startsWith("n,t") ? TextOptions.CSV : TextOptions.JSON;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            List<String> all = Decoding.of(bytes, options, schema, FilePosition.START, 9_999).rows;
            assertThat(all).hasSize(2_000);
            for (int cut : new int[] {1, 2, 700, 1_999, 2_000}) {
                Decoding first = Decoding.of(bytes, options, schema, FilePosition.START, cut);
                Decoding second = Decoding.of(bytes, options, schema, first.position, 9_999);
                List<String> both = new ArrayList<>(first.rows);
                both.addAll(second.rows);
                assertThat(first.position.rows()).isEqualTo(cut);
                assertThat(both).isEqualTo(all);
                assertThat(second.position.rows()).isEqualTo(2_000);
            }
        }
    }

    @Test
    void aGrowingFileGivesOnlyWholeLines() throws IOException {
        Path path = Files.writeString(directory.resolve("log"), lines(0, 3) + "{\"n\":3");
        try (TextFile file = TextFile.open("log", path, true, TextOptions.JSON)) {
            assertThat(file.ready()).isTrue();
            file.start(N, FilePosition.START);
            assertThat(drain(file)).containsExactly(0L, 1L, 2L);
            Files.writeString(path, "3}\n" + lines(4, 6), StandardOpenOption.APPEND);
            assertThat(drain(file)).containsExactly(33L, 4L, 5L);
            assertThat(drain(file)).isEmpty();
            FilePosition position = file.position();
            Files.writeString(path, lines(6, 7), StandardOpenOption.APPEND);
            assertThat(read(path, position, true)).containsExactly(6L);
        }
    }

    @Test
    void aFileThatWasCutOrReplacedIsRecognised() throws IOException {
        Path path = Files.writeString(directory.resolve("log"), lines(0, 100));
        FilePosition end;
        try (TextFile file = TextFile.open("log", path, true, TextOptions.JSON)) {
            file.ready();
            file.start(N, FilePosition.START);
            drain(file);
            end = file.position();
        }
        Files.writeString(path, lines(0, 50));
        assertThatThrownBy(() -> read(path, end, true))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("shorter than what was read of it before")
                .hasMessageContaining("bytesBefore=890")
                .hasMessageContaining("source=log");
        Files.writeString(path, lines(100, 300));
        assertThatThrownBy(() -> read(path, end, true))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("not the one that was read before");
    }

    @Test
    void aLineTakenWithoutItsEndMayNotGrow() throws IOException {
        Path path = Files.writeString(directory.resolve("log"), "{\"n\":1}\n{\"n\":2}");
        FilePosition end;
        try (TextFile file = TextFile.open("log", path, false, TextOptions.JSON)) {
            file.ready();
            file.start(N, FilePosition.START);
            assertThat(drain(file)).containsExactly(1L, 2L);
            end = file.position();
        }
        assertThat(read(path, end, false)).isEmpty();
        Files.writeString(path, "\n{\"n\":3}\n", StandardOpenOption.APPEND);
        assertThat(read(path, end, false)).containsExactly(3L);
        Files.writeString(path, "{\"n\":1}\n{\"n\":2}7");
        assertThatThrownBy(() -> read(path, end, false)).hasMessageContaining("taken without its end");
    }

    @Test
    void recordsLargerThanTheBufferAreRead() throws IOException {
        String large = "x".repeat(3_000_000);
        Path path = Files.writeString(
                directory.resolve("large"), "{\"n\":1}\n{\"n\":2,\"s\":\"" + large + "\"}\n{\"n\":3}\n");
        try (TextFile file = TextFile.open("large", path, false, TextOptions.JSON)) {
            file.ready();
            file.start(N.add("s", PrimitiveType.STRING), FilePosition.START);
            assertThat(drain(file)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void anEmptyFileHasNoRowsAndNoColumns() {
        assertThat(Decoding.of("", TextOptions.JSON, null).rows).isEmpty();
        assertThat(Decoding.of("\n\n", TextOptions.CSV, null).schema).isEqualTo(StructType.EMPTY);
    }

    @Test
    void moviesAndBirdstrikesShapesAreInferred() {
        Decoding movies = Decoding.of(
                "[{\"Title\":\"a\",\"Year\":1},{\"Title\":\"b\",\"Year\":1.5},{\"Title\":300,\"Year\":null}]",
                TextOptions.JSON.withNaming(ColumnNaming.NORMALIZE),
                null);
        assertThat(movies.schema).hasToString("STRUCT<title: STRING, year: DOUBLE>");
        assertThat(movies.onlyBad())
                .isEqualTo(
                        "A value does not fit its column {column=title, expected=STRING, found=number 300, row=3, source=in}");
        assertThatThrownBy(
                        () -> ColumnNaming.check(StructType.EMPTY.add("US Gross", PrimitiveType.LONG), "movies.json"))
                .hasMessageContaining("--column-names normalize makes it us_gross")
                .hasMessageContaining("column=\"US Gross\"");
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("{\"n\":").append(i).append("}\n");
        }
        return text.toString();
    }

    private static List<Long> read(Path path, FilePosition from, boolean growing) {
        try (TextFile file = TextFile.open(path.getFileName().toString(), path, growing, TextOptions.JSON)) {
            file.ready();
            file.start(N, from);
            return drain(file);
        }
    }

    private static List<Long> drain(TextFile file) {
        List<Long> values = new ArrayList<>();
        InputFile.State state;
        do {
            state = file.next(7, bad -> {
                throw new BadRecordException(bad);
            });
            ColumnBatch batch = file.take();
            for (int i = 0; i < batch.rowCount(); i++) {
                values.add(batch.row(i).longValue("n"));
            }
        } while (state == InputFile.State.MORE);
        return values;
    }
}
