package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Row;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.RandomRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the types, the values and the features: rows and their ids are the same before and after, and versions before stay what they were. */
class RewritePropertyTest {
    static Stream<Long> seeds() {
        return RandomRows.seeds(12).boxed();
    }

    private final ObjectStore store = MemoryStore.create();

    @ParameterizedTest
    @MethodSource("seeds")
    void noRowComesGoesOrChanges(long seed) {
        RandomRows random = RandomRows.seeded(seed);
        StructType columns =
                random.schema(5, 2).add("choice", PrimitiveType.BOOLEAN).add("part", PrimitiveType.BYTE);
        Map<String, String> properties = new HashMap<>();
        boolean tracked = seed % 2 == 0;
        properties.put("delta.enableRowTracking", Boolean.toString(tracked));
        properties.put("delta.enableDeletionVectors", Boolean.toString(seed % 3 != 0));
        properties.put("delta.columnMapping.mode", seed % 5 < 2 ? "name" : "none");
        TableEnvironment environment = TableEnvironment.standard().withBackoff(Backoff.NONE);
        environment = seed % 4 == 0 ? environment.withExecutor(Runnable::run, 1) : environment;
        try (Table table = Table.create(store, environment)
                .schema(columns)
                .partitionBy(seed % 3 == 1 ? new String[] {"choice"} : new String[0])
                .properties(properties)
                .commit()) {
            for (int file = 0; file < 4; file++) {
                table.append(random.batch(columns, 1 + random.row(300)));
            }
            table.delete("part > 60");
            List<String> before = rows(table, tracked);
            long version = table.latest().version();

            rewrite(table, ordered(columns), seed);

            assertThat(rows(table, tracked)).isEqualTo(before);
            assertThat(table.at(version).scan().rows().stream().count()).isEqualTo(before.size());
            assertThat(Fsck.of(store, environment).deep().check().isClean()).isTrue();
            try (Stream<ObjectInfo> left = store.listDeep("")) {
                assertThat(left.map(ObjectInfo::name)).noneMatch(name -> name.startsWith("spill"));
            }
        }
    }

    private static List<String> ordered(StructType columns) {
        List<String> names = new ArrayList<>();
        for (StructField field : columns.fields()) {
            if (StatisticsColumns.hasBounds(field.type())) {
                names.add("`" + field.name().replace("`", "``") + "`");
            }
        }
        return names;
    }

    private static void rewrite(Table table, List<String> columns, long seed) {
        Optimize small = Optimize.of(table).targetBytes(3000).memory(seed % 2 == 0 ? 20_000 : 100L << 20);
        switch ((int) (seed % 4)) {
            case 0 -> small.zOrderBy(columns.toArray(String[]::new)).run();
            case 1 -> Optimize.of(table).run();
            case 2 -> {
                if (table.partitionColumns().isEmpty()) {
                    table.alter()
                            .clusterBy(columns.subList(0, Math.min(4, columns.size()))
                                    .toArray(String[]::new))
                            .commit();
                }
                small.run();
            }
            default -> Optimize.of(table).purge().run();
        }
    }

    private static List<String> rows(Table table, boolean tracked) {
        Scan scan = tracked ? table.scan().withRowTracking() : table.scan();
        return scan.rows().stream().map(RewritePropertyTest::text).sorted().toList();
    }

    /** With the bytes of binary values. */
    private static String text(@Nullable Object value) {
        if (value instanceof Row row) {
            return row.schema().names().stream()
                    .map(name -> name + "=" + text(row.value(name)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RewritePropertyTest::text).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .sorted()
                    .toList()
                    .toString();
        }
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }
}
