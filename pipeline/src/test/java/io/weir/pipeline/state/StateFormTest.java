package io.weir.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.window.Aggregate;
import io.weir.pipeline.window.Aggregation;
import io.weir.pipeline.window.Emission;
import io.weir.pipeline.window.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateFormTest {
    private static final Window HOURS = Window.tumbling("ts", Duration.ofHours(1));
    private static final Watermark DELAY = new Watermark("ts", Duration.ofMinutes(1));

    private static StructType schema(DataType amount) {
        return new StructType(List.of(
                new StructField("ts", PrimitiveType.TIMESTAMP),
                new StructField("k", PrimitiveType.STRING),
                new StructField("amount", amount)));
    }

    private static StatefulStep groups(
            @Nullable Window window, List<String> keys, Aggregate aggregate, Emission emission, DataType amount) {
        return new Aggregation(window, keys, List.of(aggregate), DELAY, emission, 1 << 20).start(schema(amount));
    }

    private static StatefulStep groups() {
        return groups(HOURS, List.of("k"), Aggregate.sum("amount"), Emission.CHANGED, PrimitiveType.LONG);
    }

    private static void feed(StatefulStep step, long... amounts) {
        BatchBuilder rows = new BatchBuilder(schema(PrimitiveType.LONG));
        for (long amount : amounts) {
            rows.add(Instant.EPOCH, "k" + amount, amount);
        }
        step.apply(rows.build());
        step.endEpoch();
    }

    @Test
    void everyDamagedByteAndEveryCutIsNoticed() {
        StatefulStep step = groups();
        feed(step, 1, 2, 3);
        for (byte[] whole : List.of(step.changes(), step.snapshot())) {
            for (int i = 0; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 1 << (i % 8);
                byte[] cut = Arrays.copyOf(whole, Math.max(1, i));
                assertThatThrownBy(() -> groups().restore(damaged)).isInstanceOf(CorruptStateException.class);
                assertThatThrownBy(() -> groups().restore(cut)).isInstanceOf(CorruptStateException.class);
            }
        }
    }

    @Test
    void changesThatAreMissingAreNoticed() {
        StatefulStep step = groups();
        feed(step, 1);
        byte[] first = step.changes();
        feed(step, 2);
        byte[] second = step.changes();
        byte[] snapshot = step.snapshot();
        feed(step, 3);
        byte[] third = step.changes();

        assertThatThrownBy(() -> groups().restore(second))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("{expected=1, found=2}");
        StatefulStep twice = groups();
        twice.restore(first);
        assertThatThrownBy(() -> twice.restore(first)).isInstanceOf(CorruptStateException.class);
        StatefulStep fromSnapshot = groups();
        fromSnapshot.restore(snapshot);
        fromSnapshot.restore(third);
        assertThat(fromSnapshot.stateRows()).isEqualTo(3);
    }

    @Test
    void changesAreEmptyIfNothingChangedAndSmallIfLittleDid() {
        StatefulStep step = groups();
        assertThat(step.changes()).isEmpty();
        feed(step, java.util.stream.LongStream.range(0, 10_000).toArray());
        assertThat(step.changes()).hasSizeGreaterThan(100_000);
        assertThat(step.changes()).isEmpty();

        feed(step, 17);

        assertThat(step.changes()).hasSizeLessThan(500);
        assertThat(step.snapshot()).hasSizeBetween(10_000, 100_000);
    }

    @Test
    void changesCountFromTheSnapshotToo() {
        StatefulStep step = groups();
        feed(step, 1);
        byte[] snapshot = step.snapshot();

        assertThat(step.changes()).isEmpty();
        feed(step, 2);
        StatefulStep again = groups();
        again.restore(snapshot);
        again.restore(new byte[0]);
        again.restore(step.changes());
        assertThat(again.stateRows()).isEqualTo(2);
    }

    @Test
    void aStepThatDoesNotKnowItsColumnsYetLearnsThemFromRowsOrFromWhatItRemembered() {
        DropDuplicates definition = new DropDuplicates(List.of("k", "amount"), DELAY, 1 << 20);
        StatefulStep step = definition.start();
        assertThat(step.snapshot()).isEmpty();
        assertThat(step.endEpoch()).isNull();
        feed(step, 1, 2);
        byte[] state = step.changes();

        StatefulStep again = definition.start();
        again.restore(new byte[0]);
        again.restore(state);

        assertThat(again.stateRows()).isEqualTo(2);
        assertThat(again.snapshot()).isEqualTo(step.snapshot());
        assertThatThrownBy(() -> again.apply(new BatchBuilder(schema(PrimitiveType.INTEGER)).build()))
                .hasMessageContaining("{before=BIGINT, column=amount, now=INT}");
        assertThatThrownBy(() -> new DropDuplicates(List.of("other"), DELAY, 1 << 20)
                        .start()
                        .restore(state))
                .isInstanceOf(StepChangedException.class)
                .hasMessageContaining("column=other");
    }

    @Test
    void aStateOfAnotherDefinitionIsRefusedAndWhatChangedIsNamed() {
        StatefulStep step = groups();
        feed(step, 1);
        byte[] state = step.snapshot();
        Aggregate sum = Aggregate.sum("amount");
        DataType number = PrimitiveType.LONG;

        refused(groups(HOURS, List.of(), sum, Emission.CHANGED, number), state, "{is=[], was=[key k STRING]}");
        refused(
                groups(HOURS, List.of("k"), sum, Emission.CHANGED, PrimitiveType.INTEGER),
                state,
                "{is=[SUM amount INT as sum_amount], was=[SUM amount BIGINT as sum_amount]}");
        refused(
                groups(HOURS.offset(Duration.ofMinutes(1)), List.of("k"), sum, Emission.CHANGED, number),
                state,
                "was=[window ts size PT1H slide PT1H offset PT0S]}");
        refused(groups(HOURS, List.of("k"), sum, Emission.CLOSED, number), state, "was=[groups, CHANGED]}");
        refused(
                groups(HOURS, List.of("k"), Aggregate.max("amount").as("sum_amount"), Emission.CHANGED, number),
                state,
                "{is=[MAX amount BIGINT as sum_amount], was=[SUM amount BIGINT as sum_amount]}");
        refused(
                new DropDuplicates(List.of("k"), DELAY, 1 << 20).start(schema(number)),
                state,
                "{is=[drop duplicates], was=[groups, CHANGED, window ts");
    }

    @Test
    void anotherDelayIsNotAnotherDefinition() {
        StatefulStep step = groups();
        feed(step, 1);
        StatefulStep longer = new Aggregation(
                        HOURS,
                        List.of("k"),
                        List.of(Aggregate.sum("amount")),
                        new Watermark("ts", Duration.ofDays(1)),
                        Emission.CHANGED,
                        1 << 20)
                .start(schema(PrimitiveType.LONG));

        longer.restore(step.snapshot());
        feed(longer, 1);

        assertThat(longer.watermarkMicros()).isEqualTo(step.watermarkMicros());
        assertThat(longer.stateRows()).isEqualTo(1);
    }

    private static void refused(StatefulStep step, byte[] state, String facts) {
        assertThatThrownBy(() -> step.restore(state))
                .isInstanceOf(StepChangedException.class)
                .hasMessageContaining(facts);
    }
}
