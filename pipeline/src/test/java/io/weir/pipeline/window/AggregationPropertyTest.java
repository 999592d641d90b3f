package io.weir.pipeline.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.state.Watermark;
import io.weir.testkit.RandomRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rows in random epochs, with restarts from what was kept, beside groups that are lists of rows in a map. */
class AggregationPropertyTest {
    private static final StructType SCHEMA = new StructType(List.of(
            new StructField("ts", PrimitiveType.TIMESTAMP),
            new StructField("k", PrimitiveType.STRING),
            new StructField("i", PrimitiveType.INTEGER),
            new StructField("s", PrimitiveType.STRING),
            new StructField("d", PrimitiveType.DOUBLE),
            new StructField("c", new DecimalType(20, 2))));

    private static final List<Aggregate> AGGREGATES = List.of(
            Aggregate.count(),
            Aggregate.count("s"),
            Aggregate.sum("i"),
            Aggregate.avg("i"),
            Aggregate.min("s"),
            Aggregate.max("s"),
            Aggregate.min("d"),
            Aggregate.max("d"),
            Aggregate.sum("c"),
            Aggregate.avg("c"),
            Aggregate.max("c"),
            Aggregate.min("ts"));

    static Stream<Long> seeds() {
        return RandomRows.seeds(40).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void groupsAreThoseOfAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Aggregation definition = definition(random);
        Reference reference = new Reference(definition);
        StatefulStep step = definition.start(SCHEMA);
        List<byte[]> kept = new ArrayList<>();
        long now = random.nextLong(-50, 50);
        for (int epoch = 0; epoch < 14; epoch++) {
            for (int batch = random.nextInt(3); batch >= 0; batch--) {
                now += random.nextInt(12);
                List<@Nullable Object[]> rows = rows(random, now);
                BatchBuilder builder = new BatchBuilder(SCHEMA);
                rows.forEach(builder::add);
                assertThat(step.apply(builder.build()).rowCount()).isZero();
                reference.add(rows);
            }
            assertThat(values(step.endEpoch())).as("epoch %d", epoch).isEqualTo(reference.endEpoch());
            assertThat(step.lateRows()).isEqualTo(reference.late);
            byte[] changes = step.changes();
            if (changes.length > 0) {
                kept.add(changes);
            }
            if (random.nextInt(4) == 0) {
                kept = new ArrayList<>(List.of(step.snapshot()));
            }
            if (random.nextInt(3) == 0) {
                StatefulStep again = definition.start(SCHEMA);
                kept.forEach(again::restore);
                assertThat(again.stateRows()).isEqualTo(step.stateRows());
                assertThat(again.watermarkMicros()).isEqualTo(step.watermarkMicros());
                assertThat(again.changes()).isEmpty();
                step = again;
            }
        }
    }

    private static Aggregation definition(SplittableRandom random) {
        Emission emission = Emission.values()[random.nextInt(3)];
        Watermark watermark = new Watermark("ts", Duration.ofSeconds(random.nextInt(40)));
        int size = 1 + random.nextInt(40);
        Window window = Window.sliding(
                "ts", Duration.ofSeconds(size), Duration.ofSeconds(1 + random.nextInt(size) / 2 + size / 8));
        boolean hasWindow = emission == Emission.CLOSED || random.nextInt(4) > 0;
        boolean hasWatermark = emission == Emission.CLOSED || random.nextInt(4) > 0;
        List<String> keys =
                List.of(List.<String>of(), List.of("k"), List.of("i", "k")).get(random.nextInt(3));
        return new Aggregation(
                hasWindow ? window : null, keys, AGGREGATES, hasWatermark ? watermark : null, emission, 1 << 24);
    }

    private static List<@Nullable Object[]> rows(SplittableRandom random, long now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            boolean hasNulls = random.nextInt(3) == 0;
            rows.add(new @Nullable Object[] {
                hasNulls && random.nextBoolean()
                        ? null
                        : Instant.ofEpochSecond(now - random.nextInt(60), 1000L * random.nextInt(1000)),
                hasNulls && random.nextBoolean() ? null : "k\0\1".substring(random.nextInt(4)),
                hasNulls && random.nextBoolean() ? null : random.nextInt(-2, 3),
                hasNulls && random.nextBoolean()
                        ? null
                        : "ab".repeat(random.nextInt(9)).substring(random.nextInt(1)),
                hasNulls && random.nextBoolean() ? null : random.nextInt(9) == 0 ? Double.NaN : random.nextDouble(),
                hasNulls && random.nextBoolean() ? null : BigDecimal.valueOf(random.nextLong(), 2)
            });
        }
        return rows;
    }

    private static List<List<@Nullable Object>> values(@Nullable ColumnBatch batch) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; batch != null && i < batch.rowCount(); i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < batch.schema().size(); column++) {
                row.add(batch.row(i).value(column));
            }
            rows.add(row);
        }
        return rows;
    }

    /** What the step is to do, written down for being read. */
    private static final class Reference {
        private final Aggregation definition;
        private final TreeMap<List<@Nullable Object>, List<@Nullable Object[]>> groups =
                new TreeMap<>(Reference::compare);
        private final Set<List<@Nullable Object>> changed = new LinkedHashSet<>();
        private @Nullable Instant newest;
        private @Nullable Instant watermark;
        private boolean ended;
        private long late;

        Reference(Aggregation definition) {
            this.definition = definition;
        }

        void add(List<@Nullable Object[]> rows) {
            late = ended ? 0 : late;
            ended = false;
            for (@Nullable Object[] row : rows) {
                Instant time = (Instant) row[0];
                if (time != null && definition.watermark() != null && (newest == null || time.isAfter(newest))) {
                    newest = time;
                }
                boolean isIn = false;
                for (@Nullable Instant start : starts(time)) {
                    if (start == null || !hasEnded(start)) {
                        List<@Nullable Object> key = key(start, row);
                        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
                        changed.add(key);
                        isIn = true;
                    }
                }
                late += isIn ? 0 : 1;
            }
        }

        private List<@Nullable Instant> starts(@Nullable Instant time) {
            List<@Nullable Instant> starts = new ArrayList<>();
            Window window = definition.window();
            if (window == null) {
                starts.add(null);
            } else if (time != null) {
                long slide = window.slideMicros() / 1_000_000;
                long size = window.sizeMicros() / 1_000_000;
                for (long start = Math.floorDiv(time.getEpochSecond() - size, slide) * slide;
                        start <= time.getEpochSecond();
                        start += slide) {
                    if (!time.isBefore(Instant.ofEpochSecond(start))
                            && time.isBefore(Instant.ofEpochSecond(start + size))) {
                        starts.add(Instant.ofEpochSecond(start));
                    }
                }
            }
            return starts;
        }

        private boolean hasEnded(Instant start) {
            return definition.emission() != Emission.ALL
                    && watermark != null
                    && !end(start).isAfter(watermark);
        }

        private Instant end(Instant start) {
            return start.plusSeconds(Objects.requireNonNull(definition.window()).sizeMicros() / 1_000_000);
        }

        private List<@Nullable Object> key(@Nullable Instant start, @Nullable Object[] row) {
            List<@Nullable Object> key = new ArrayList<>();
            if (start != null) {
                key.add(start);
                key.add(end(start));
            }
            definition.keys().forEach(name -> key.add(row[SCHEMA.indexOf(name)]));
            return key;
        }

        List<List<@Nullable Object>> endEpoch() {
            late = ended ? 0 : late;
            ended = true;
            if (newest != null) {
                watermark = newest.minus(
                        Objects.requireNonNull(definition.watermark()).delay());
            }
            List<List<@Nullable Object>> result = new ArrayList<>();
            for (List<@Nullable Object> key : List.copyOf(groups.keySet())) {
                boolean hasEnded =
                        definition.window() != null && hasEnded((Instant) Objects.requireNonNull(key.get(0)));
                boolean given = switch (definition.emission()) {
                    case CLOSED -> hasEnded;
                    case CHANGED -> changed.contains(key);
                    case ALL -> true;
                };
                if (given) {
                    List<@Nullable Object> row = new ArrayList<>(key);
                    AGGREGATES.forEach(aggregate -> row.add(value(aggregate, Objects.requireNonNull(groups.get(key)))));
                    result.add(row);
                }
                if (hasEnded) {
                    groups.remove(key);
                }
            }
            changed.clear();
            return result;
        }

        private static @Nullable Object value(Aggregate aggregate, List<@Nullable Object[]> rows) {
            if (aggregate.column() == null) {
                return (long) rows.size();
            }
            List<Object> values = new ArrayList<>();
            for (@Nullable Object[] row : rows) {
                Object value = row[SCHEMA.indexOf(aggregate.column())];
                if (value != null) {
                    values.add(value);
                }
            }
            if (aggregate.function() == Aggregate.Function.COUNT) {
                return (long) values.size();
            }
            if (values.isEmpty()) {
                return null;
            }
            Comparator<Object> order = Reference::compareValues;
            boolean isDecimal = aggregate.column().equals("c");
            BigDecimal sum = values.get(0) instanceof Number
                            && !aggregate.column().equals("d")
                    ? values.stream().map(v -> new BigDecimal(v.toString())).reduce(BigDecimal.ZERO, BigDecimal::add)
                    : BigDecimal.ZERO;
            return switch (aggregate.function()) {
                case MIN -> values.stream().min(order).get();
                case MAX -> values.stream().max(order).get();
                case SUM -> isDecimal ? sum : (Object) sum.longValueExact();
                case AVG ->
                    isDecimal
                            ? sum.divide(BigDecimal.valueOf(values.size()), 6, RoundingMode.HALF_UP)
                            : (Object) (sum.doubleValue() / values.size());
                case COUNT -> values.size();
            };
        }

        private static int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
            for (int i = 0; i < a.size(); i++) {
                Object x = a.get(i);
                Object y = b.get(i);
                int order = x == null || y == null ? Boolean.compare(x != null, y != null) : compareValues(x, y);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        }

        @SuppressWarnings("unchecked") // both are of one column
        private static int compareValues(Object x, Object y) {
            return ((Comparable<Object>) x).compareTo(y);
        }
    }
}
