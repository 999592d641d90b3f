package io.weir.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
    private static final StructType N = StructType.EMPTY.add("n", PrimitiveType.LONG);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private final List<Long> values = new ArrayList<>();
    private final List<BadRecord> bad = new ArrayList<>();
    private Position position = Position.START;

    /** Reads until there is nothing now, remembering where. */
    private SourceReader read(SourceReader reader, int mostBatches) {
        for (int i = 0; i < mostBatches; i++) {
            @Nullable SourceBatch batch = reader.next(2, bad::add);
            if (batch == null) {
                break;
            }
            for (int row = 0; row < batch.rows().rowCount(); row++) {
                values.add(batch.rows().row(row).longValue("n"));
            }
            position = position.with(batch.moved());
        }
        return reader;
    }

    private SourceReader open(Source source, boolean bounded) {
        return source.open(position, new ReadSettings(N, Set.of(), false, true, bounded));
    }

    private Path file(String name, int from, int to) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("{\"n\":").append(i).append("}\n");
        }
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO.plusSeconds(from)));
        return path;
    }

    @Test
    void aFileIsReadOnFromItsPosition() throws IOException {
        Source source = FilesSource.of(file("data.json", 0, 9), FileFormat.JSON);
        read(open(source, true), 2).close();
        assertThat(values).containsExactly(0L, 1L, 2L, 3L);
        assertThat(position.partitions()).containsEntry("rows", 4L).containsKeys("bytes", "check");

        SourceReader again = read(open(source, true), 99);
        assertThat(values).hasSize(9);
        assertThat(again.finished()).isTrue();
        again.close();

        read(open(source, true), 99).close();
        assertThat(values).hasSize(9);
    }

    @Test
    void aStreamIsPassedOverUpToItsPosition() {
        byte[] bytes = "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n{\"n\":5}\n".getBytes(StandardCharsets.UTF_8);
        read(open(StreamSource.of("in", new ByteArrayInputStream(bytes), FileFormat.JSON), true), 2)
                .close();
        read(open(StreamSource.of("in", new ByteArrayInputStream(bytes), FileFormat.JSON), true), 99)
                .close();
        assertThat(values).containsExactly(1L, 2L, 3L, 4L, 5L);

        byte[] other =
                "{\"n\":6}\n{\"n\":7}\n{\"n\":8}\n{\"n\":9}\n{\"n\":0}\n{\"n\":0}\n".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() ->
                        read(open(StreamSource.of("in", new ByteArrayInputStream(other), FileFormat.JSON), true), 99))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("not the one that was read before");
        assertThatThrownBy(() -> read(
                        open(StreamSource.of("in", new ByteArrayInputStream(new byte[0]), FileFormat.JSON), true), 99))
                .hasMessageContaining("shorter than what was read of it before");
    }

    @Test
    void aDirectoryGivesEachFileOnceWhateverItsAgeAndName() throws IOException {
        Source source = FilesSource.of(directory, FileFormat.JSON);
        file("b.json", 10, 13);
        file("c/d.json", 20, 21);
        file("_ignored/x.json", 90, 91);
        file(".hidden.json", 91, 92);
        file("half.json.tmp", 92, 93);
        file("README.md", 93, 94);
        SourceReader reader = read(open(source, true), 99);
        assertThat(values).containsExactly(10L, 11L, 12L, 20L);
        assertThat(reader.finished()).isTrue();
        reader.close();
        assertThat(position.at("done/b.json")).isEqualTo(27L);

        file("a.json", 0, 2); // older than both, and before them by name
        read(open(source, true), 99).close();
        assertThat(values).containsExactly(10L, 11L, 12L, 20L, 0L, 1L);
    }

    @Test
    void aDirectoryIsReadOnInTheMiddleOfAFile() throws IOException {
        Source source = FilesSource.of(directory, FileFormat.JSON);
        file("a.json", 0, 5);
        file("b.json", 5, 8);
        List<Long> all = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        for (int cut = 0; cut < 6; cut++) {
            values.clear();
            position = Position.START;
            read(open(source, true), cut).close();
            read(open(source, true), 99).close();
            assertThat(values).as("cut after %d batches", cut).isEqualTo(all);
        }
    }

    @Test
    void newFilesOfAWatchedDirectoryAreSeenWhenTheyHaveSettled() throws IOException {
        SourceReader reader = read(open(FilesSource.of(directory, FileFormat.JSON), false), 99);
        assertThat(values).isEmpty();
        file("a.json", 0, 2);
        read(reader, 99);
        Path fresh = file("b.json", 2, 4);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().plusSeconds(3600)));
        read(reader, 99);
        assertThat(values).containsExactly(0L, 1L);
        Files.setLastModifiedTime(fresh, FileTime.from(LONG_AGO));
        read(reader, 99);
        assertThat(values).containsExactly(0L, 1L, 2L, 3L);
        assertThat(reader.finished()).isFalse();
        reader.close();
    }

    @Test
    void aFileOfADirectoryThatChangesAfterItWasReadIsNamed() throws IOException {
        Source source = FilesSource.of(directory, FileFormat.JSON);
        Path path = file("a.json", 0, 2);
        read(open(source, true), 99).close();
        Files.writeString(path, "{\"n\":9}\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> read(open(source, true), 99))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("A file changed after it was read")
                .hasMessageContaining("bytesBefore=16, bytesNow=24")
                .hasMessageContaining("a.json");
    }

    @Test
    void aGrowingFileThatIsReplacedCutOrRemovedIsNamed() throws IOException {
        Path path = file("log", 0, 4);
        Source source = FilesSource.of(path, FileFormat.JSON);
        SourceReader reader = read(open(source, false), 99);
        Files.writeString(path, "{\"n\":4}\n{\"n\"", StandardOpenOption.APPEND);
        read(reader, 99);
        assertThat(values).containsExactly(0L, 1L, 2L, 3L, 4L);

        Path other = file("other", 50, 60);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> read(reader, 99)).hasMessageContaining("replaced by another file of the same name");
        Files.writeString(path, "");
        assertThatThrownBy(() -> read(reader, 99)).hasMessageContaining("shorter than what was read of it before");
        Files.delete(path);
        assertThatThrownBy(() -> read(reader, 99)).hasMessageContaining("The source is gone");
        reader.close();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> open(FilesSource.of(directory.resolve("no"), FileFormat.CSV), true))
                .isInstanceOf(SourceException.class)
                .hasMessage("There is no such file or directory {source=" + directory.resolve("no") + "}");
    }

    @Test
    void emptyFilesAreReadOnceToo() throws IOException {
        file("a.json", 0, 0);
        file("b.json", 0, 1);
        read(open(FilesSource.of(directory, FileFormat.JSON), true), 99).close();
        assertThat(position.partitions().keySet()).contains("done/a.json", "done/b.json");
    }

    @Test
    void positionsAreWrittenWithAFormatNumber() {
        Position some = Position.of(java.util.Map.of("done/ü \"x\".json", 5L, "rows", -1L));
        assertThat(some.toJson()).startsWith("{\"format\":1,");
        assertThat(Position.fromJson(some.toJson())).isEqualTo(some);
        assertThatThrownBy(() -> Position.fromJson("{\"format\":2,\"partitions\":{}}"))
                .hasMessageContaining("a later version of Weir {found=2, known=1}");
    }
}
