package io.weir.suite.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.text.RowPrinter;
import io.weir.log.error.TableException;
import io.weir.table.Changes;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The changes of every shared table for which they are known. */
class SharedChangesTest {
    @TempDir
    static Path scratch;

    @TestFactory
    Stream<DynamicTest> everyTablesChangesAreAsTheyShould() throws Exception {
        return SharedTables.required().all().stream()
                .filter(table -> table.description().has("cdf"))
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    private static void check(SharedTables.Table shared) throws Exception {
        JsonNode expected = shared.description().path("cdf");
        try (Table table = Table.open(shared.prepared(scratch))) {
            Changes changes = table.changes(expected.path("startVersion").asLong());
            if (expected.has("error")) {
                assertThatThrownBy(() -> rows(changes)).isInstanceOf(TableException.class);
                return;
            }
            Expression[] columns = changes.schema().names().stream()
                    .filter(name -> !name.equals("_commit_timestamp"))
                    .map(name -> new ColumnReference(List.of(name)))
                    .toArray(Expression[]::new);

            assertThat(rows(changes.select(columns)))
                    .isEqualTo(Files.readAllLines(
                            shared.expected().resolve(expected.path("rowsFile").asText())));
        }
    }

    private static List<String> rows(Changes changes) throws Exception {
        RowPrinter printer = RowPrinter.canonical(changes.schema());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CloseableIterator<ColumnBatch> batches = changes.batches()) {
            while (batches.hasNext()) {
                printer.print(batches.next(), out);
            }
        }
        printer.finish(out);
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
        Arrays.sort(lines);
        return List.of(lines);
    }
}
