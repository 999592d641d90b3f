package io.weir.suite.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.text.RowPrinter;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The ids of the rows of every shared table for which they are known. */
class SharedRowIdsTest {
    @TempDir
    static Path scratch;

    @TestFactory
    Stream<DynamicTest> everyRowHasTheIdThatItShould() throws Exception {
        Optional<SharedTables> tables = SharedTables.find();
        if (tables.isEmpty()) {
            String message = "The shared tables are not here; name their folder by WEIR_SHARED_TABLES";
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                fail(message);
            }
            throw new TestAbortedException(message);
        }
        return tables.get().all().stream()
                .filter(table -> table.description().has("rowTracking"))
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    private static void check(SharedTables.Table shared) throws Exception {
        try (Table table = Table.open(shared.prepared(scratch))) {
            List<Expression> columns = new ArrayList<>();
            table.latest().schema().names().forEach(name -> columns.add(new ColumnReference(List.of(name))));
            columns.add(Expressions.col("_metadata.row_id").as("__row_id"));
            columns.add(Expressions.col("_metadata.row_commit_version").as("__row_commit_version"));
            Scan scan = table.latest().scan().withRowTracking();

            assertThat(rows(scan.select(columns.toArray(Expression[]::new))))
                    .isEqualTo(Files.readAllLines(shared.expected()
                            .resolve(shared.description()
                                    .path("rowTracking")
                                    .path("rowsFile")
                                    .asText())));
        }
    }

    private static List<String> rows(Scan scan) throws Exception {
        RowPrinter printer = RowPrinter.canonical(scan.schema());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CloseableIterator<ColumnBatch> batches = scan.batches()) {
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
