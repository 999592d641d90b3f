package io.weir.pipeline;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.table.Table;
import io.weir.table.schema.SchemaRules;
import java.util.List;

/** Adds the columns that rows have to a table, in a version of its own before the rows. If a process stops in between, the table has columns of nulls and nothing else. */
final class SchemaEvolution {
    private SchemaEvolution() {}

    /** Do the rows have columns, at any depth, that the table lacks, or has narrower than it may? */
    static boolean isNeeded(Metadata table, StructType rows) {
        return !SchemaRules.merge(table, rows).equals(table.schema());
    }

    static void addColumns(Table table, StructType rows) {
        table.append().mergeSchema(true).batches(List.of(new BatchBuilder(rows).build()));
    }
}
