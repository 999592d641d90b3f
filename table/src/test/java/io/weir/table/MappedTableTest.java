package io.weir.table;

import static io.weir.format.expression.Expressions.col;
import static io.weir.table.HandMadeTable.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.Protocol;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MappedTableTest {
    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /** Each of the columns has the name under which files and log know another. */
    private static Table table() {
        StructType schema = StructType.of(
                column("a", "b", 1, PrimitiveType.LONG),
                column("b", "p", 2, PrimitiveType.LONG),
                column("p", "a", 3, PrimitiveType.STRING));
        StructType inFiles = StructType.EMPTY.add("b", PrimitiveType.LONG).add("p", PrimitiveType.LONG);
        return new HandMadeTable(new Protocol(2, 5), schema, List.of("p"), Map.of("delta.columnMapping.mode", "name"))
                .file(
                        AddFile.builder("f1").partitionValues(Map.of("a", "x")).stats(stats(1, 2, 10, 20)),
                        "f1",
                        inFiles,
                        row(1L, 10L),
                        row(2L, 20L))
                .file(
                        AddFile.builder("f2").partitionValues(Map.of("a", "y")).stats(stats(3, 3, 30, 30)),
                        "f2",
                        inFiles,
                        row(3L, 30L))
                .open();
    }

    private static String stats(long minB, long maxB, long minP, long maxP) {
        return "{\"numRecords\":" + (maxB - minB + 1) + ",\"minValues\":{\"b\":" + minB + ",\"p\":" + minP
                + "},\"maxValues\":{\"b\":" + maxB + ",\"p\":" + maxP + "},\"nullCount\":{\"b\":0,\"p\":0}}";
    }

    private static List<String> rows(Scan scan) {
        return scan.rows().stream().map(Row::toString).toList();
    }

    @Test
    void filesPartitionsAndStatisticsAreReadByPhysicalNames() {
        try (Table table = table()) {
            assertThat(table.scan().rows().stream()
                            .map(r -> r.longValue("a") + " " + r.longValue("b") + " " + r.string("p")))
                    .containsExactly("1 10 x", "2 20 x", "3 30 y");
            assertThat(rows(table.scan().where(col("p").eq("y")))).hasSize(1);
            assertThat(table.scan().where(col("p").eq("y")).plan().filesKept()).isEqualTo(1);
            assertThat(table.scan().where(col("b").ge(15L)).count()).isEqualTo(2);
            assertThat(table.scan().where(col("a").ge(3L)).plan().filesKept()).isEqualTo(1);
            assertThat(table.scan().where(col("a").ge(30L)).plan().filesKept()).isZero();
            assertThat(table.scan().where(col("b").eq(30L)).select("p").rows().toList())
                    .singleElement()
                    .satisfies(r -> assertThat(r.string("p")).isEqualTo("y"));
        }
    }

    @Test
    void rowsAreAddedUnderTheNamesThatFilesHave() {
        try (Table table = table()) {
            BatchBuilder rows = new BatchBuilder(table.schema());
            rows.add(4L, 40L, "z");

            table.append(rows.build());

            assertThat(table.scan().where(col("p").eq("z")).rows().toList())
                    .singleElement()
                    .satisfies(r -> assertThat(r.longValue("a") + " " + r.longValue("b"))
                            .isEqualTo("4 40"));
            AddFile added = table.files()
                    .filter(file -> "z".equals(file.partitionValues().get("a")))
                    .findFirst()
                    .orElseThrow();
            assertThat(added.stats()).contains("\"minValues\":{\"b\":4,\"p\":40}");
        }
    }
}
