package io.weir.table.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.Values;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of the reference page says what happens. */
class ExpressionsReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/expressions.md");
    private static final StructType SCHEMA = SchemaDdl.parse(String.join(" ", blocks("schema")));
    private static final ColumnBatch ROW = row();
    private static final String ERROR = "error: ";

    /** The lines of all code blocks of a language. */
    private static List<String> blocks(String language) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        try {
            for (String line : Files.readAllLines(PAGE)) {
                if (line.startsWith("```")) {
                    inside = line.equals("```" + language);
                } else if (inside && !line.isBlank()) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return lines;
    }

    private static ColumnBatch row() {
        @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
        for (String line : blocks("row")) {
            String[] parts = line.split("=", 2);
            StructField field = SCHEMA.field(parts[0].trim()).orElseThrow();
            Expression value = SqlExpressions.parse(parts[1]).cast(field.type());
            ColumnBatch nothing = new ColumnBatch(StructType.EMPTY, 1, List.of());
            values[SCHEMA.indexOf(field.name())] =
                    Values.valueAt(Evaluator.of(value, StructType.EMPTY).evaluate(nothing), 0);
        }
        return new BatchBuilder(SCHEMA).add(values).build();
    }

    static Stream<String> examples() {
        return blocks("sql").stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleIsTrue(String line) throws IOException {
        int comment = line.lastIndexOf("--");
        assertThat(comment).as("an example says what comes out: " + line).isPositive();
        String result = line.substring(comment + 2).trim();
        if (result.startsWith(ERROR)) {
            assertThatThrownBy(() -> json(line)).hasMessageStartingWith(result.substring(ERROR.length()));
        } else {
            assertThat(json(line)).isEqualTo(result);
            Expression expression = SqlExpressions.parse(line);
            assertThat(SqlExpressions.parse(expression.toString())).isEqualTo(expression);
        }
    }

    private static String json(String sql) throws IOException {
        ColumnVector value = Evaluator.of(SqlExpressions.parse(sql), SCHEMA).evaluate(ROW);
        StructType schema = StructType.of(new StructField("x", value.type()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowPrinter.jsonLines(schema).print(new ColumnBatch(schema, 1, List.of(value)), out);
        String line = out.toString(StandardCharsets.UTF_8);
        return line.substring(5, line.length() - 2);
    }

    @Test
    void thereAreExamples() {
        assertThat(examples().count()).isGreaterThan(90);
    }
}
