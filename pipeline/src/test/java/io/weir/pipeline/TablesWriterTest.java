package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesWriterTest {
    private static final StructType NARROW = StructType.EMPTY.add("n", PrimitiveType.LONG);
    private static final StructType WIDE = NARROW.add("more", PrimitiveType.STRING);

    @TempDir
    Path directory;

    @Test
    void filesThatWereBegunBeforeTheTableGotAColumnAreHandedOverBeforeRowsThatHaveIt() {
        Table.create(directory.resolve("t")).schema(NARROW).createIfNotExists().close();
        Query query = Query.from(new Numbers(1, 0)).to(directory.resolve("t")).mergeSchema(true);
        List<ColumnBatch> narrow = List.of(new BatchBuilder(NARROW).add(1L).build());
        List<ColumnBatch> wide = List.of(new BatchBuilder(WIDE).add(2L, "x").build());
        try (TableOutput output = new TableOutput(query, query, List.of(), "test");
                TablesWriter writer = new TablesWriter(List.of(output), 1);
                TablesWriter another = new TablesWriter(List.of(output), 1)) {
            assertThat(writer.isReady(narrow)).isTrue();
            writer.write(narrow);
            assertThat(another.isReady(wide)).isFalse();
            output.makeReady(wide.get(0));
            assertThat(another.isReady(wide)).isTrue();

            assertThat(writer.isReady(wide)).isFalse();
            assertThat(writer.finish().isEmpty()).isFalse();
            assertThat(writer.isReady(wide)).isTrue();
            writer.write(wide);
        }
    }
}
