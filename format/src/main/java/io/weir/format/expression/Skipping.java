package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Decides by statistics which parts of a table (files, row groups, pages) can hold a row for which a condition is true.
 * Immutable, safe for many threads.
 *
 * <p>The condition is rewritten once into one over minimum, maximum, null count and row count, which is then evaluated for all
 * parts together. A part is left out only if the rewritten condition is false for it; where a statistic that would decide is
 * missing it is null, and the part is kept. Rows of a kept part must still be tested.
 */
public final class Skipping {
    /**
     * What the bounds of a source mean.
     *
     * @param timestampsInMillis timestamps were cut to milliseconds, so that the true maximum can lie up to 999 µs above
     * @param maxCoversNan the maximum of a float or double column is NaN, or missing, if there is a NaN; if not, nothing can be
     *     concluded about values above the maximum
     */
    public record Bounds(boolean timestampsInMillis, boolean maxCoversNan) {
        /** Of a log's file statistics, whoever wrote them. */
        public static final Bounds DELTA_LOG = new Bounds(true, false);
        /** Of Parquet files, whoever wrote them. */
        public static final Bounds PARQUET = new Bounds(false, false);
        /** Of Parquet files by a writer that leaves the bounds of a column with a NaN out. */
        public static final Bounds PARQUET_NAN_AWARE = new Bounds(false, true);
    }

    private final StatisticsColumns columns;
    private final Expression rewritten;
    private final Evaluator evaluator;

    private Skipping(StatisticsColumns columns, Expression rewritten) {
        this.columns = columns;
        this.rewritten = rewritten;
        this.evaluator = Evaluator.ofCondition(rewritten, columns.schema());
    }

    /**
     * Makes ready to skip parts.
     *
     * @param schema the table's columns, partition columns included
     * @param partitionColumns those whose value is the same in all rows of a part and known exactly
     * @throws InvalidExpressionException if the condition does not fit the schema
     */
    public static Skipping of(
            Expression condition, StructType schema, Collection<String> partitionColumns, Bounds bounds) {
        StatisticsColumns columns = new StatisticsColumns(schema, partitionColumns, bounds);
        Expression resolved = Resolver.resolveCondition(condition, schema);
        Expression rewritten = new SkippingRewrite(columns).mayBeTrue(resolved);
        Expression folded = Resolver.resolveCondition(rewritten, columns.schema());
        columns.retain(folded.columns());
        return new Skipping(columns, folded);
    }

    /** The leaf columns whose statistics are asked for, by path; partition columns are not among them. */
    public Set<List<String>> columns() {
        return columns.paths();
    }

    /** Is nothing ever left out, because the condition says nothing about what statistics know? */
    public boolean keepsAll() {
        return rewritten.equals(Literal.TRUE);
    }

    /**
     * Finds the parts to read.
     *
     * @param out at least as long as there are parts; receives the parts to keep, ascending
     * @return how many are kept
     */
    public int keep(PartStatistics parts, int[] out) {
        int count = parts.count();
        if (keepsAll()) {
            return keepAll(count, out);
        }
        List<ColumnVector> vectors = new ArrayList<>();
        for (StatisticsColumns.Column column : columns.asked()) {
            vectors.add(columns.vector(column, parts));
        }
        BooleanVector answer;
        try {
            answer = (BooleanVector) evaluator.evaluate(new ColumnBatch(columns.schema(), count, vectors));
        } catch (EvaluationException e) {
            return keepAll(count, out); // a bound without a result says nothing; if a row has none, reading will tell
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            out[kept] = i;
            kept += answer.value(i) || answer.isNull(i) ? 1 : 0;
        }
        return kept;
    }

    private static int keepAll(int count, int[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = i;
        }
        return count;
    }

    @Override
    public String toString() {
        return rewritten.toString();
    }
}
