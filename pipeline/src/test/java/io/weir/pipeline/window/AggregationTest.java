package io.weir.pipeline.window;

import static io.weir.pipeline.window.Aggregate.avg;
import static io.weir.pipeline.window.Aggregate.count;
import static io.weir.pipeline.window.Aggregate.max;
import static io.weir.pipeline.window.Aggregate.min;
import static io.weir.pipeline.window.Aggregate.sum;
import static io.weir.pipeline.window.Events.batch;
import static io.weir.pipeline.window.Events.epoch;
import static io.weir.pipeline.window.Events.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.StateTooLargeException;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.state.Watermark;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregationTest {
    private static final long ROOM = 1 << 20;
    private static final Window FIVE_MINUTES = Window.tumbling("ts", Duration.ofMinutes(5));
    private static final Watermark TWO_MINUTES = new Watermark("ts", Duration.ofMinutes(2));

    private static StatefulStep step(@Nullable Window window, Emission emission) {
        return new Aggregation(window, List.of("k"), List.of(count(), sum("n")), TWO_MINUTES, emission, ROOM)
                .start(Events.SCHEMA);
    }

    @Test
    void aWindowIsGivenOnceWhenTheWatermarkComesToItsEnd() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CLOSED);

        assertThat(epoch(step, row(1, "a", 1L), row(4, "b", 2L), row(6, "a", 4L)))
                .isEmpty();
        assertThat(epoch(step, row(0, "a", 8L), row(7, "a", 16L))).containsExactly("0 5 a 2 9", "0 5 b 1 2");
        assertThat(epoch(step, row(8, "a", 1L))).isEmpty();
        assertThat(step.stateRows()).isEqualTo(1);
        assertThat(step.watermarkMicros()).isEqualTo(Duration.ofMinutes(6).toMillis() * 1000);
    }

    @Test
    void aRowIsTooLateWhenItsWindowHadEndedBeforeTheEpoch() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CLOSED);
        epoch(step, row(8, "a", 1L)); // the watermark is 6 now

        assertThat(epoch(step, row(4, "late", 1L), row(5, "not late", 1L), row(20, "a", 1L)))
                .containsExactly("5 10 a 1 1", "5 10 not late 1 1");
        assertThat(step.lateRows()).isEqualTo(1);
        assertThat(epoch(step, row(20, "a", 1L))).isEmpty();
        assertThat(step.lateRows()).isZero();
    }

    @Test
    void withinAnEpochTheWatermarkOfItsBeginningCounts() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CLOSED);
        step.apply(batch(row(60, "a", 1L)));

        assertThat(epoch(step, row(1, "b", 1L))).containsExactly("0 5 b 1 1");
        assertThat(step.lateRows()).isZero();
    }

    @Test
    void aRowWithoutATimeIsInNoWindow() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CHANGED);

        assertThat(epoch(step, row(null, "a", 1L), row(1, "b", 1L))).containsExactly("0 5 b 1 1");
        assertThat(step.lateRows()).isEqualTo(1);
    }

    @Test
    void changedGroupsAreGivenAsTheyAreNowAndForgottenWhenTheirWindowHasEnded() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CHANGED);

        assertThat(epoch(step, row(1, "b", 1L), row(1, "a", 1L))).containsExactly("0 5 a 1 1", "0 5 b 1 1");
        assertThat(epoch(step, row(9, "a", 2L), row(2, "b", 4L))).containsExactly("0 5 b 2 5", "5 10 a 1 2");
        assertThat(step.stateRows()).isEqualTo(1);
        assertThat(step.endEpoch()).isNull();
    }

    @Test
    void allGroupsAreGivenForEverAndNoRowIsTooLate() {
        StatefulStep step = step(FIVE_MINUTES, Emission.ALL);
        epoch(step, row(1, "a", 1L));
        epoch(step, row(60, "a", 1L));

        assertThat(epoch(step, row(2, "a", 1L))).containsExactly("0 5 a 2 2", "60 65 a 1 1");
        assertThat(step.lateRows()).isZero();
        assertThat(Events.text(step.endEpoch())).containsExactly("0 5 a 2 2", "60 65 a 1 1");
    }

    @Test
    void withoutAWindowThereIsOneGroupAKey() {
        StatefulStep step = step(null, Emission.CHANGED);
        epoch(step, row(1, "a", 1L), row(1, null, 1L));

        assertThat(epoch(step, row(900, null, null), row(0, "b", 1L))).containsExactly("null 2 1", "b 1 1");
    }

    @Test
    void withoutKeysThereIsOneGroup() {
        StatefulStep step =
                new Aggregation(null, List.of(), List.of(count()), null, Emission.ALL, ROOM).start(Events.SCHEMA);
        epoch(step, row(1, "a", 1L), row(2, "b", 1L));

        assertThat(epoch(step, row(1, "c", 1L))).containsExactly("3");
    }

    @Test
    void aRowIsInEveryWindowThatSlidesOverItsTime() {
        Window window = Window.sliding("ts", Duration.ofMinutes(12), Duration.ofMinutes(5));
        StatefulStep step = step(window, Emission.CHANGED);

        assertThat(epoch(step, row(11, "a", 1L), row(13, "a", 1L)))
                .containsExactly("0 12 a 1 1", "5 17 a 2 2", "10 22 a 2 2");
    }

    @Test
    void aRowThatIsTooLateForSomeOfItsWindowsIsInTheOthers() {
        StatefulStep step = step(Window.sliding("ts", Duration.ofMinutes(10), Duration.ofMinutes(5)), Emission.CHANGED);
        epoch(step, row(13, "a", 1L)); // the watermark is 11, so 0 to 10 has ended

        assertThat(epoch(step, row(6, "b", 1L))).containsExactly("5 15 b 1 1");
        assertThat(step.lateRows()).isZero();
    }

    @Test
    void windowsBeforeTheEpochAndWithAnOffsetBeginWhereTheyShould() {
        StatefulStep step = step(FIVE_MINUTES.offset(Duration.ofMinutes(2)), Emission.CHANGED);

        assertThat(epoch(step, row(-4, "a", 1L), row(1, "a", 1L), row(2, "a", 1L)))
                .containsExactly("-8 -3 a 1 1", "-3 2 a 1 1", "2 7 a 1 1");
    }

    @Test
    void aTimeAtTheEndOfTimeHasNoWindow() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CHANGED);
        BatchBuilder rows = new BatchBuilder(Events.SCHEMA);
        rows.column(0).appendLong(Long.MAX_VALUE);
        rows.endRow();

        assertThatThrownBy(() -> step.apply(rows.build()))
                .isInstanceOf(AggregationException.class)
                .hasMessageContaining("{column=ts, micros=9223372036854775807}");
    }

    @Test
    void aSumThatIsTooLargeNamesItsWindow() {
        StatefulStep step = step(FIVE_MINUTES, Emission.CLOSED);

        assertThatThrownBy(() -> epoch(step, row(6, "a", Long.MAX_VALUE), row(6, "a", 1L)))
                .isInstanceOf(AggregationException.class)
                .hasMessageContaining("{aggregate=sum_n, column=n, type=BIGINT, window_end=1970-01-01T00:10:00Z, "
                        + "window_start=1970-01-01T00:05:00Z}");
    }

    @Test
    void aDecimalSumThatIsTooLargeIsAnErrorToo() {
        BigDecimal nines = new BigDecimal("9".repeat(38));
        DecimalType widest = new DecimalType(38, 0);

        assertThat(one(sum("v"), widest, nines, nines.negate(), nines)).isEqualTo(nines);
        assertThatThrownBy(() -> one(sum("v"), widest, nines, BigDecimal.ONE)).isInstanceOf(AggregationException.class);
        assertThatThrownBy(() -> one(sum("v"), widest, nines, nines)).isInstanceOf(AggregationException.class);
        assertThatThrownBy(() -> one(avg("v"), widest, nines)).isInstanceOf(AggregationException.class);
    }

    @Test
    void sumsAndAveragesHaveTheTypesOfSpark() {
        assertThat(one(sum("v"), PrimitiveType.BYTE, (byte) 127, (byte) 127, null))
                .isEqualTo(254L);
        assertThat(one(sum("v"), PrimitiveType.FLOAT, 0.5f, 0.25f)).isEqualTo(0.75);
        assertThat(one(sum("v"), PrimitiveType.DOUBLE, null, null)).isNull();
        assertThat(one(sum("v"), new DecimalType(5, 2), new BigDecimal("1.25"), new BigDecimal("-2.50")))
                .isEqualTo(new BigDecimal("-1.25"));
        assertThat(type(sum("v"), new DecimalType(5, 2))).isEqualTo(new DecimalType(15, 2));
        assertThat(type(sum("v"), new DecimalType(30, 2))).isEqualTo(new DecimalType(38, 2));
        assertThat(type(avg("v"), new DecimalType(5, 2))).isEqualTo(new DecimalType(9, 6));
        assertThat(one(avg("v"), new DecimalType(5, 0), BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ZERO))
                .isEqualTo(new BigDecimal("0.6667"));
        assertThat(one(avg("v"), PrimitiveType.INTEGER, 1, 2, null)).isEqualTo(1.5);
        assertThat(one(avg("v"), PrimitiveType.FLOAT, 1f, 2f, null)).isEqualTo(1.5);
        assertThat(one(avg("v"), PrimitiveType.LONG, (Object) null)).isNull();
        assertThat(one(avg("v"), PrimitiveType.LONG, Long.MAX_VALUE, Long.MAX_VALUE))
                .isEqualTo((double) Long.MAX_VALUE);
    }

    @Test
    void notANumberIsGreaterThanEveryNumber() {
        assertThat(one(max("v"), PrimitiveType.DOUBLE, 1.0, Double.NaN, Double.POSITIVE_INFINITY))
                .isEqualTo(Double.NaN);
        assertThat(one(min("v"), PrimitiveType.DOUBLE, Double.NaN, 1.0)).isEqualTo(1.0);
        assertThat(one(min("v"), PrimitiveType.FLOAT, Float.NaN, null)).isEqualTo(Float.NaN);
    }

    @Test
    void countsOfAColumnPassOverNulls() {
        assertThat(one(count("v"), PrimitiveType.STRING, "a", null, "")).isEqualTo(2L);
        assertThat(one(count(), PrimitiveType.STRING, "a", null, "")).isEqualTo(3L);
    }

    @Test
    void longerStringsTakeThePlaceOfShorterOnes() {
        String[] growing = IntStream.range(0, 500).mapToObj("z"::repeat).toArray(String[]::new);

        assertThat(one(max("v"), PrimitiveType.STRING, (Object[]) growing)).isEqualTo("z".repeat(499));
        assertThat(one(min("v"), PrimitiveType.STRING, "zz", "z", "yyyy", "y")).isEqualTo("y");
    }

    @Test
    void whatCannotBeDefinedSaysWhy() {
        assertThatThrownBy(
                        () -> new Aggregation(null, List.of("k"), List.of(count()), TWO_MINUTES, Emission.CLOSED, ROOM))
                .hasMessageContaining("Groups that never close cannot be appended");
        assertThatThrownBy(() ->
                        new Aggregation(FIVE_MINUTES, List.of("k"), List.of(count()), null, Emission.CLOSED, ROOM))
                .hasMessageContaining("Groups that never close cannot be appended");
        assertThatThrownBy(() -> new Aggregation(
                        FIVE_MINUTES,
                        List.of(),
                        List.of(count()),
                        new Watermark("other", Duration.ZERO),
                        Emission.ALL,
                        ROOM))
                .hasMessageContaining("{watermark=other, window=ts}");
        assertThatThrownBy(
                        () -> new Aggregation(null, List.of("k"), List.of(count().as("K")), null, Emission.ALL, ROOM))
                .hasMessageContaining("{column=K, columns=[k, K]}");
        assertThatThrownBy(() -> Window.sliding("ts", Duration.ofMinutes(1), Duration.ofMinutes(2)))
                .hasMessageContaining("{column=ts, size=PT1M, slide=PT2M}");
        assertThatThrownBy(() -> one(sum("v"), PrimitiveType.STRING, "a"))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageContaining("{column=v, needed=a number, type=STRING}");
    }

    @Test
    void aStepThatRemembersMoreThanItMayStops() {
        StatefulStep step =
                new Aggregation(null, List.of("n"), List.of(count()), null, Emission.ALL, 10_000).start(Events.SCHEMA);

        assertThatThrownBy(() -> {
                    for (long i = 0; i < 1_000; i++) {
                        step.apply(batch(row(1, "a", i)));
                    }
                })
                .isInstanceOf(StateTooLargeException.class)
                .hasMessageContaining("maxStateBytes=10000")
                .hasMessageContaining("step=groups");
        assertThat(step.stateRows()).isLessThan(1_000);
    }

    @Test
    void columnsMayMoveAndBeAddedBetweenBatches() {
        StatefulStep step = step(null, Emission.ALL);
        epoch(step, row(1, "a", 1L));
        StructType moved = new StructType(List.of(
                new StructField("new", PrimitiveType.STRING),
                new StructField("n", PrimitiveType.LONG),
                new StructField("k", PrimitiveType.STRING),
                new StructField("ts", PrimitiveType.TIMESTAMP)));
        step.apply(new BatchBuilder(moved).add("x", 5L, "a", Events.minute(2)).build());

        assertThat(Events.text(step.endEpoch())).containsExactly("a 2 6");
        StructType narrower = new StructType(List.of(
                new StructField("n", PrimitiveType.INTEGER),
                new StructField("k", PrimitiveType.STRING),
                new StructField("ts", PrimitiveType.TIMESTAMP)));
        assertThatThrownBy(() -> step.apply(new BatchBuilder(narrower).build()))
                .hasMessageContaining("{before=BIGINT, column=n, now=INT}");
    }

    /** The value of an aggregate over values of one group, the same whether they come at once or from what was kept. */
    private static @Nullable Object one(
            Aggregate aggregate, io.weir.format.type.DataType type, @Nullable Object... values) {
        StructType schema = new StructType(List.of(new StructField("v", type)));
        Aggregation definition = new Aggregation(null, List.of(), List.of(aggregate), null, Emission.ALL, ROOM);
        StatefulStep step = definition.start(schema);
        for (Object value : values) {
            StatefulStep next = definition.start(schema);
            next.restore(step.snapshot());
            next.apply(new BatchBuilder(schema).add(value).build());
            step = next;
        }
        ColumnBatch result = Objects.requireNonNull(step.endEpoch());
        assertThat(result.rowCount()).isEqualTo(1);
        return result.row(0).value(0);
    }

    private static io.weir.format.type.DataType type(Aggregate aggregate, io.weir.format.type.DataType input) {
        return aggregate.type(input);
    }
}
