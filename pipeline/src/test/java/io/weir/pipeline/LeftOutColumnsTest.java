package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.UnknownFields;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.Source;
import io.weir.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources without columns of which the table knows the value. */
@Timeout(60)
class LeftOutColumnsTest {
    @TempDir
    Path directory;

    /** A number, a text that is "none" unless said otherwise, and twice the number. */
    private Path table() {
        Path path = directory.resolve("table");
        StructType schema = StructType.of(
                new StructField("n", PrimitiveType.LONG),
                field("s", PrimitiveType.STRING, "CURRENT_DEFAULT", "\"'none'\""),
                field("twice", PrimitiveType.LONG, "delta.generationExpression", "\"n * 2\""));
        Table.create(path)
                .schema(schema)
                .property("delta.feature.allowColumnDefaults", "supported")
                .commit()
                .close();
        return path;
    }

    private static StructField field(String name, PrimitiveType type, String key, String json) {
        return new StructField(name, type, true, FieldMetadata.EMPTY.with(key, json));
    }

    private List<String> ingested(Source source) {
        Path path = table();
        Query.from(source).to(path).appId("test").start().await();
        try (Table table = Table.open(path)) {
            return table.scan().rows().stream()
                    .map(row -> row.value("n") + " " + row.value("s") + " " + row.value("twice"))
                    .toList();
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void jsonWithoutThemTakesTheValuesOfTheTable() throws IOException {
        Path file = file("in.json", "{\"n\":1}\n{\"n\":2}\n");

        assertThat(ingested(Sources.json(file))).containsExactly("1 none 2", "2 none 4");
    }

    @Test
    void aRecordWithoutAFieldThatOthersHaveIsNullThere() throws IOException {
        Path file = file("in.json", "{\"n\":1}\n{\"n\":2,\"s\":\"two\"}\n{\"n\":3,\"s\":null}\n");

        assertThat(ingested(Sources.json(file))).containsExactly("1 null 2", "2 two 4", "3 null 6");
    }

    @Test
    void aFieldThatComesLateIsTakenFromThereOn() throws IOException {
        String many = IntStream.range(0, 20_000).mapToObj(i -> "{\"n\":1}\n").collect(Collectors.joining());
        Path file = file("in.json", many + "{\"n\":2,\"s\":null,\"twice\":4}\n{\"n\":3,\"s\":\"three\",\"twice\":6}\n");

        for (UnknownFields unknown : List.of(UnknownFields.REFUSE, UnknownFields.IGNORE, UnknownFields.ADD)) {
            List<String> rows = ingested(Sources.json(file).unknownFields(unknown));

            assertThat(rows).hasSize(20_002);
            assertThat(rows.subList(0, 20_000)).containsOnly("1 none 2");
            assertThat(rows.subList(20_000, 20_002)).containsExactly("2 null 4", "3 three 6");
            deleteTable();
        }
    }

    private void deleteTable() throws IOException {
        try (Stream<Path> paths = Files.walk(directory.resolve("table"))) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void csvWithoutThemTakesTheValuesOfTheTable() throws IOException {
        Path file = file("in.csv", "n\n1\n2\n");

        assertThat(ingested(Sources.csv(file))).containsExactly("1 none 2", "2 none 4");
    }

    @Test
    void anEmptyCellOfAColumnThatIsThereIsNull() throws IOException {
        Path file = file("in.csv", "n,s\n1,\n2,two\n");

        assertThat(ingested(Sources.csv(file))).containsExactly("1 null 2", "2 two 4");
    }

    @Test
    void aStreamWithoutThemTakesTheValuesOfTheTable() {
        ByteArrayInputStream in = new ByteArrayInputStream("{\"n\":1}\n".getBytes(StandardCharsets.UTF_8));

        assertThat(ingested(Sources.stream("test", in, FileFormat.JSON))).containsExactly("1 none 2");
    }
}
