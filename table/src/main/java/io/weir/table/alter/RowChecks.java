package io.weir.table.alter;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks the rows that are there whether they keep a rule that is to hold from now on. */
public final class RowChecks {
    private RowChecks() {}

    /**
     * Reads the rows that may break a rule, as far as statistics leave any.
     *
     * @throws ConstraintViolationException with the first row that breaks one
     */
    public static void require(ScanReader rows, List<TableDraft.RowCheck> checks) {
        for (TableDraft.RowCheck check : checks) {
            List<Expression> about = new ArrayList<>(check.broken().columns());
            try (CloseableIterator<ColumnBatch> broken = rows.read(about, check.broken(), 1)) {
                if (broken.hasNext()) {
                    ColumnBatch first = broken.next();
                    if (first.rowCount() > 0) {
                        throw violated(check, first.slice(0, 1), rows.schema(about));
                    }
                }
            }
        }
    }

    private static ConstraintViolationException violated(
            TableDraft.RowCheck check, ColumnBatch row, StructType schema) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            RowPrinter printer = RowPrinter.jsonLines(schema);
            printer.print(row, text);
            printer.finish(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not from a buffer in memory
        }
        return new ConstraintViolationException(
                "A row that is in the table breaks the new rule; mend such rows first",
                Facts.of("rule", check.rule(), "subject", check.subject())
                        .and("row", text.toString(StandardCharsets.UTF_8).strip()));
    }
}
