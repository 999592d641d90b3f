package io.weir.suite.skipping;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.table.Scan;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.testkit.RandomRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A scan that leaves files, row groups and pages out gives the rows that a scan of everything gives and the condition is true for:
 * on random tables, with random statistics, for random conditions. A seed that fails is tried again by {@code -Dweir.seed}; more are
 * tried by {@code -Dweir.seeds}.
 */
class SkippingPropertyTest {
    private static final int CONDITIONS = 40;
    private static final int SEEDS = Integer.getInteger("weir.seeds", 60);
    /** Of the files that a condition holds for no row of, so many of a hundred are left out at least. */
    private static final int MIN_PERCENT_SKIPPED = 30;

    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1);

    /** What came of one table. */
    private static final class Outcome {
        int conditions;
        int skippable;
        int skipped;

        @Nullable
        String wrong;
    }

    @Test
    void aScanThatSkipsGivesTheRowsOfOneThatDoesNot() {
        int conditions = 0;
        int skippable = 0;
        int skipped = 0;
        for (long seed : RandomRows.seeds(SEEDS).toArray()) {
            Outcome outcome = outcome(seed, RandomStatistics.Lie.NONE);
            assertThat(outcome.wrong).as("seed %d", seed).isNull();
            conditions += outcome.conditions;
            skippable += outcome.skippable;
            skipped += outcome.skipped;
        }
        System.out.printf(
                "Skipping: %d conditions, %d files without a match, %d left out (%d%%)%n",
                conditions, skippable, skipped, skipped * 100L / Math.max(1, skippable));
        if (Long.getLong("weir.seed") == null) {
            assertThat(skipped * 100L / skippable).isGreaterThanOrEqualTo(MIN_PERCENT_SKIPPED);
        }
    }

    /** What a wrong rule would do to right statistics, wrong statistics do to right rules. */
    @ParameterizedTest
    @EnumSource(value = RandomStatistics.Lie.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBoundThatIsNoneIsFound(RandomStatistics.Lie lie) {
        assertThat(LongStream.rangeClosed(1, 1000).anyMatch(seed -> outcome(seed, lie).wrong != null))
                .as("%s is found", lie)
                .isTrue();
    }

    private static Outcome outcome(long seed, RandomStatistics.Lie lie) {
        Outcome outcome = new Outcome();
        RandomTable random = RandomTable.of(seed, lie);
        RandomConditions conditions = new RandomConditions(seed, random.leaves());
        try (Table table = Table.open(random.store(), ENVIRONMENT)) {
            List<ColumnBatch> everything = batches(table.scan());
            for (int i = 0; i < CONDITIONS && outcome.wrong == null; i++) {
                check(table, everything, conditions.condition(3), random.fileCount(), outcome);
            }
        }
        return outcome;
    }

    private static void check(
            Table table, List<ColumnBatch> everything, Expression condition, int fileCount, Outcome outcome) {
        List<Long> expected = new ArrayList<>();
        try {
            Evaluator evaluator = Evaluator.ofCondition(condition, table.schema());
            for (ColumnBatch batch : everything) {
                int[] rows = new int[batch.rowCount()];
                int count = evaluator.select(batch, rows);
                LongVector ids = (LongVector) batch.column(table.schema().indexOf("id"));
                Arrays.stream(rows, 0, count).forEach(row -> expected.add(ids.value(row)));
            }
        } catch (EvaluationException | InvalidExpressionException e) {
            return; // has no value for some row, or fits no column of this table
        }
        Scan scan = table.scan().where(condition);
        List<Long> found = new ArrayList<>();
        for (ColumnBatch batch : batches(scan.select("id"))) {
            LongVector ids = (LongVector) batch.column(0);
            for (int row = 0; row < batch.rowCount(); row++) {
                found.add(ids.value(row));
            }
        }
        long matching = expected.stream()
                .map(id -> id / RandomTable.ROWS_PER_FILE)
                .distinct()
                .count();
        outcome.conditions++;
        outcome.skippable += fileCount - (int) matching;
        outcome.skipped += scan.plan().filesPruned();
        if (!found.equals(expected)) {
            outcome.wrong = condition + " gave " + found + " and not " + expected;
        } else if (scan.count() != expected.size()) {
            outcome.wrong = condition + " counted " + scan.count() + " and not " + expected.size();
        }
    }

    private static List<ColumnBatch> batches(Scan scan) {
        List<ColumnBatch> batches = new ArrayList<>();
        try (CloseableIterator<ColumnBatch> rows = scan.batches()) {
            rows.forEachRemaining(batches::add);
        }
        return batches;
    }
}
