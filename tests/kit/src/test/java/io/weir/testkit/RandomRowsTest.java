package io.weir.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomRowsTest {
    @Test
    void everythingFollowsFromTheSeed() {
        assertThat(textOf(RandomRows.seeded(5).batch(RandomRows.everyType(), 50)))
                .isEqualTo(textOf(RandomRows.seeded(5).batch(RandomRows.everyType(), 50)))
                .isNotEqualTo(textOf(RandomRows.seeded(6).batch(RandomRows.everyType(), 50)));
        assertThat(RandomRows.seeded(5).schema(10, 3))
                .isEqualTo(RandomRows.seeded(5).schema(10, 3));
    }

    @Test
    void columnsThatMayNotBeNullAreNot() {
        RandomRows.seeds(50).forEach(seed -> {
            RandomRows random = RandomRows.seeded(seed);
            StructType schema = random.schema(6, 2);
            ColumnBatch batch = random.batch(schema, 40);
            assertThat(batch.rowCount()).isEqualTo(40);
            for (int i = 0; i < schema.size(); i++) {
                StructField field = schema.field(i);
                for (int row = 0; row < 40 && !field.nullable(); row++) {
                    assertThat(batch.column(i).isNull(row))
                            .as("seed %s, column %s, row %s", seed, field, row)
                            .isFalse();
                }
            }
        });
    }

    @Test
    void everyKindOfTypeComesUp() {
        Set<Class<?>> kinds = new HashSet<>();
        RandomRows.seeds(100)
                .forEach(seed -> RandomRows.seeded(seed)
                        .schema(5, 2)
                        .fields()
                        .forEach(field -> kinds.add(field.type().getClass())));
        assertThat(kinds).hasSize(5);
    }

    private static String textOf(ColumnBatch batch) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < batch.schema().size(); i++) {
            for (int row = 0; row < batch.rowCount(); row++) {
                Object value = Values.valueAt(batch.column(i), row);
                text.append(value instanceof byte[] bytes ? Arrays.toString(bytes) : value)
                        .append('\n');
            }
        }
        return text.toString();
    }
}
