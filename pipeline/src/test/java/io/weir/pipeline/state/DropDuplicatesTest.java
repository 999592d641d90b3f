package io.weir.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.testkit.RandomRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DropDuplicatesTest {
    private static final StructType SCHEMA = new StructType(List.of(
            new StructField("ts", PrimitiveType.TIMESTAMP),
            new StructField("id", PrimitiveType.LONG),
            new StructField("v", PrimitiveType.INTEGER)));

    private static final Watermark TEN_SECONDS = new Watermark("ts", Duration.ofSeconds(10));
    private static final DropDuplicates TIMED = new DropDuplicates(List.of("id"), TEN_SECONDS, 1 << 20);
    private static final DropDuplicates FOR_EVER = new DropDuplicates(List.of("id"), null, 1 << 20);

    @Test
    void theFirstRowOfAKeyIsHandedOnAtOnce() {
        StatefulStep step = FOR_EVER.start(SCHEMA);

        assertThat(given(step, row(1, 7L, 1), row(1, 8L, 2), row(2, 7L, 3), row(2, null, 4), row(2, null, 5)))
                .containsExactly(1, 2, 4);
        assertThat(step.endEpoch()).isNull();
        assertThat(given(step, row(9_999, 7L, 6))).isEmpty();
        assertThat(step.stateRows()).isEqualTo(3);
    }

    @Test
    void aBatchWithoutDuplicatesIsHandedOnAsItIs() {
        ColumnBatch batch = batch(row(1, 7L, 1), row(1, 8L, 2));

        assertThat(FOR_EVER.start(SCHEMA).apply(batch)).isSameAs(batch);
    }

    @Test
    void aKeyIsForgottenWhenTheWatermarkComesToItsFirstTimeAndTheDelay() {
        StatefulStep step = TIMED.start(SCHEMA);
        given(step, row(100, 7L, 1), row(119, 8L, 2));
        step.endEpoch(); // the watermark is 109

        assertThat(given(step, row(118, 7L, 3), row(120, 9L, 4))).containsExactly(4);
        step.endEpoch(); // the watermark is 110
        assertThat(given(step, row(118, 7L, 5), row(118, 8L, 6))).containsExactly(5);
    }

    @Test
    void aRowAtTheWatermarkIsTooLate() {
        StatefulStep step = TIMED.start(SCHEMA);
        given(step, row(100, 7L, 1));
        step.endEpoch();

        assertThat(given(step, row(90, 1L, 2), row(91, 2L, 3))).containsExactly(3);
        assertThat(step.lateRows()).isEqualTo(1);
        step.endEpoch();
        assertThat(step.lateRows()).isEqualTo(1);
        given(step, row(100, 3L, 4));
        assertThat(step.lateRows()).isZero();
    }

    @Test
    void aRowWithoutATimeIsNeverTooLateAndItsKeyIsAsNewAsTheNewest() {
        StatefulStep step = TIMED.start(SCHEMA);
        given(step, row(100, 7L, 1));
        step.endEpoch();

        assertThat(given(step, row(null, 1L, 2), row(null, 1L, 3))).containsExactly(2);
        step.endEpoch();
        assertThat(given(step, row(119, 1L, 4))).isEmpty();
        step.endEpoch(); // the watermark is 109, one before 100 and the delay
        assertThat(given(step, row(120, 1L, 5))).isEmpty();
        step.endEpoch();
        assertThat(given(step, row(120, 1L, 6))).containsExactly(6);
    }

    @Test
    void whatIsForgottenGivesItsMemoryBack() {
        StatefulStep step = TIMED.start(SCHEMA);
        long most = 0;
        for (int second = 0; second < 2_000; second++) {
            given(step, row(second, (long) second, 1));
            step.endEpoch();
            most = Math.max(most, step.stateRows());
        }
        assertThat(most).isBetween(20L, 23L);
        assertThat(step.stateBytes()).isLessThan(2_000);
    }

    @Test
    void aStepThatRemembersMoreThanItMayStops() {
        StatefulStep step = new DropDuplicates(List.of("id"), null, 20_000).start(SCHEMA);

        assertThatThrownBy(() -> {
                    for (long i = 0; i < 1_000; i++) {
                        given(step, row(1, i, 1));
                    }
                })
                .isInstanceOf(StateTooLargeException.class)
                .hasMessageContaining("step=drop duplicates");
    }

    @Test
    void columnsThatCannotBeKeysAreRefused() {
        assertThatThrownBy(() -> new DropDuplicates(List.of("other"), null, 1).start(SCHEMA))
                .isInstanceOf(InvalidExpressionException.class)
                .hasMessageContaining("{column=other, columns=[ts, id, v]}");
        assertThatThrownBy(() -> new DropDuplicates(List.of("id"), new Watermark("v", Duration.ZERO), 1).start(SCHEMA))
                .hasMessageContaining("{column=v, needed=TIMESTAMP or TIMESTAMP_NTZ, type=INT}");
        assertThatThrownBy(() -> new DropDuplicates(List.of("s"), null, 1)
                        .start(new StructType(List.of(new StructField("s", SCHEMA)))))
                .hasMessageContaining("needed=a type without parts");
    }

    static Stream<Long> seeds() {
        return RandomRows.seeds(60).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsAreThoseOfAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DropDuplicates definition = random.nextInt(4) == 0
                ? FOR_EVER
                : new DropDuplicates(
                        List.of("id"), new Watermark("ts", Duration.ofSeconds(random.nextInt(60))), 1 << 20);
        Reference reference = new Reference(definition);
        StatefulStep step = definition.start(SCHEMA);
        List<byte[]> kept = new ArrayList<>();
        int now = 0;
        for (int epoch = 0; epoch < 40; epoch++) {
            for (int batch = random.nextInt(3); batch > 0; batch--) {
                now += random.nextInt(10);
                @Nullable Object[][] rows = new @Nullable Object[random.nextInt(20)][];
                for (int i = 0; i < rows.length; i++) {
                    Integer time = random.nextInt(30) == 0 ? null : now - random.nextInt(40);
                    rows[i] = row(time, (long) random.nextInt(30), random.nextInt());
                }
                assertThat(given(step, rows)).isEqualTo(reference.given(rows));
            }
            assertThat(step.endEpoch()).isNull();
            reference.endEpoch();
            byte[] changes = step.changes();
            if (changes.length > 0) {
                kept.add(changes);
            }
            if (random.nextInt(4) == 0) {
                kept = new ArrayList<>(List.of(step.snapshot()));
            }
            if (random.nextInt(3) == 0) {
                step = definition.start(SCHEMA);
                kept.forEach(step::restore);
                assertThat(step.changes()).isEmpty();
            }
        }
    }

    /** What the step is to do, written down for being read; times in seconds. */
    private static final class Reference {
        private final long delay;
        private final boolean timed;
        private final Map<Object, Long> expiries = new HashMap<>();
        private long newest = -1_000_000;
        private long watermark = -1_000_000;

        Reference(DropDuplicates definition) {
            Watermark defined = definition.watermark();
            timed = defined != null;
            delay = defined == null ? 0 : defined.delay().toSeconds();
        }

        List<Integer> given(@Nullable Object[]... rows) {
            List<Integer> given = new ArrayList<>();
            for (@Nullable Object[] row : rows) {
                Instant instant = (Instant) row[0];
                long time = instant == null ? watermark + delay : instant.getEpochSecond();
                newest = instant == null ? newest : Math.max(newest, time);
                if (instant != null && time <= watermark) {
                    continue;
                }
                Object id = row[1];
                if (!expiries.containsKey(id)) {
                    expiries.put(id, timed ? time + delay : Long.MAX_VALUE);
                    given.add((Integer) row[2]);
                }
            }
            return given;
        }

        void endEpoch() {
            if (timed) {
                watermark = Math.max(watermark, newest - delay);
                expiries.values().removeIf(expiry -> expiry <= watermark);
            }
        }
    }

    private static @Nullable Object[] row(@Nullable Integer second, @Nullable Long id, int value) {
        return new @Nullable Object[] {second == null ? null : Instant.ofEpochSecond(second), id, value};
    }

    private static ColumnBatch batch(@Nullable Object[]... rows) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (@Nullable Object[] row : rows) {
            builder.add(row);
        }
        return builder.build();
    }

    private static List<Integer> given(StatefulStep step, @Nullable Object[]... rows) {
        ColumnBatch batch = step.apply(batch(rows));
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            values.add(batch.row(i).intValue("v"));
        }
        return values;
    }
}
