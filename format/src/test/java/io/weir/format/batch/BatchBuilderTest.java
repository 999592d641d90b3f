package io.weir.format.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("price", new DecimalType(30, 2))
            .add("tags", new ArrayType(PrimitiveType.STRING, true));

    @Test
    void whatWasAddedIsReadBack() {
        ColumnBatch batch = new BatchBuilder(SCHEMA)
                .add(1L, new BigDecimal("-12345678901234567890.12"), Arrays.asList("a", null))
                .add(null, null, null)
                .add(3L, new BigDecimal("0.50"), List.of())
                .build();

        assertThat(batch.rowCount()).isEqualTo(3);
        assertThat(batch.row(0).value("price")).isEqualTo(new BigDecimal("-12345678901234567890.12"));
        assertThat(batch.row(0).list("tags")).containsExactly("a", null);
        assertThat(batch.row(1).isNull("tags")).isTrue();
        assertThat(batch.row(2).list("tags")).isEmpty();
        assertThat(batch.take(new int[] {2, 0}, 2).row(1).list("tags")).containsExactly("a", null);
        assertThat(batch.slice(1, 3).row(1).longValue("id")).isEqualTo(3);
    }

    @Test
    void aRowThatDoesNotFitLeavesNothingBehind() {
        BatchBuilder builder = new BatchBuilder(SCHEMA).add(1L, null, List.of("x"));

        assertThatThrownBy(() -> builder.add(2L, null, Arrays.asList("y", 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column=tags")
                .hasMessageContaining("row=1");

        ColumnBatch batch = builder.add(3L, null, List.of("z")).build();
        assertThat(batch.rowCount()).isEqualTo(2);
        assertThat(batch.row(1).list("tags")).containsExactly("z");
    }
}
