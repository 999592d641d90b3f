package io.weir.table.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMapperTest {
    enum Colour {
        RED,
        GREEN
    }

    record Place(String city, double latitude, @Nullable Integer floor) {}

    record Everything(
            boolean flag,
            byte tiny,
            short small,
            int number,
            long big,
            float approximate,
            double exact,
            @Nullable Long maybe,
            String text,
            Colour colour,
            BigDecimal price,
            LocalDate day,
            Instant at,
            LocalDateTime local,
            List<String> tags,
            Map<String, Long> counts,
            @Nullable Place place,
            List<Place> places) {}

    private static Everything everything(int i) {
        return new Everything(
                i % 2 == 0,
                (byte) i,
                (short) (i * 100),
                -i,
                1L << 40 | i,
                i / 4f,
                i / 8.0,
                i % 3 == 0 ? null : (Long) (long) i,
                "t" + i,
                Colour.values()[i % 2],
                new BigDecimal("12.500000000000000000").add(BigDecimal.valueOf(i)),
                LocalDate.of(2001, 1, 1).plusDays(i),
                Instant.parse("2001-01-01T00:00:00.123456Z").plusSeconds(i),
                LocalDateTime.of(2001, 1, 1, 2, 3).plusMinutes(i),
                Arrays.asList("a", null, "c" + i),
                Map.of("x", (long) i),
                i % 2 == 0 ? null : new Place("Rome", 41.9, i),
                List.of(new Place("Oslo", 59.9, null), new Place("Bonn", 50.7, 2)));
    }

    @Test
    void recordsComeBackAsTheyWere() {
        RecordMapper<Everything> mapper = RecordMapper.of(Everything.class);
        List<Everything> records = List.of(everything(0), everything(1), everything(2), everything(3));

        ColumnBatch batch = mapper.writer(StructType.EMPTY).batch(records, 0);

        assertThat(mapper.reader(batch.schema()).all(batch)).isEqualTo(records);
    }

    @Test
    void primitivesAreNotNullAndReferencesAreNullable() {
        assertThat(RecordMapper.of(Place.class).schema())
                .isEqualTo(StructType.EMPTY
                        .add("city", PrimitiveType.STRING)
                        .add("latitude", PrimitiveType.DOUBLE, false)
                        .add("floor", PrimitiveType.INTEGER));
    }

    record Bytes(byte[] payload) {}

    @Test
    void binaryComponentsKeepTheirBytes() {
        RecordMapper<Bytes> mapper = RecordMapper.of(Bytes.class);

        ColumnBatch batch = mapper.writer(StructType.EMPTY).batch(List.of(new Bytes(new byte[] {1, -1})), 0);

        assertThat(mapper.reader(batch.schema()).all(batch).get(0).payload()).containsExactly(1, -1);
    }

    record Event(int userId, float amount, BigDecimal unitPrice) {}

    @Test
    void aTablesNamesAndWiderTypesAreFilledAndRead() {
        StructType table = StructType.EMPTY
                .add("unit_price", new DecimalType(10, 2))
                .add("user_id", PrimitiveType.LONG)
                .add("AMOUNT", PrimitiveType.DOUBLE);

        ColumnBatch batch =
                RecordMapper.of(Event.class).writer(table).batch(List.of(new Event(7, 1.5f, new BigDecimal("2.5"))), 0);

        assertThat(batch.schema().names()).containsExactly("user_id", "AMOUNT", "unit_price");
        assertThat(batch.row(0).value("user_id")).isEqualTo(7L);
        assertThat(batch.row(0).value("AMOUNT")).isEqualTo(1.5);
        assertThat(batch.row(0).value("unit_price")).isEqualTo(new BigDecimal("2.50"));
    }

    record Wide(long number, double ratio, Long boxed) {}

    @Test
    void narrowerColumnsAreReadWider() {
        StructType schema = StructType.EMPTY
                .add("number", PrimitiveType.SHORT)
                .add("ratio", PrimitiveType.FLOAT)
                .add("boxed", PrimitiveType.INTEGER);
        ColumnBatch batch = new BatchBuilder(schema).add((short) 3, 0.5f, 9).build();

        assertThat(RecordMapper.of(Wide.class).reader(schema).all(batch)).containsExactly(new Wide(3, 0.5, 9L));
    }

    record Narrow(int number) {}

    @Test
    void aWiderColumnIsRefusedByComponentAndColumn() {
        StructType schema = StructType.EMPTY.add("number", PrimitiveType.LONG);

        assertThatThrownBy(() -> RecordMapper.of(Narrow.class).reader(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("component=Narrow.number")
                .hasMessageContaining("column=number")
                .hasMessageContaining("BIGINT");
    }

    @Test
    void aNullForAPrimitiveNamesComponentColumnAndRow() {
        StructType schema = StructType.EMPTY.add("number", PrimitiveType.INTEGER);
        ColumnBatch batch = new BatchBuilder(schema).add(1).add((Object) null).build();

        assertThatThrownBy(() -> RecordMapper.of(Narrow.class).reader(schema).all(batch))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("{column=number, component=Narrow.number, row=1}");
    }

    @Test
    void aComponentWithoutColumnIsNamedWithTheColumnsThereAre() {
        StructType schema = StructType.EMPTY.add("other", PrimitiveType.LONG);

        assertThatThrownBy(() -> RecordMapper.of(Narrow.class).reader(schema))
                .hasMessageContaining("{columns=[other], component=Narrow.number}");
    }

    @Test
    void aDecimalThatDoesNotFitNamesColumnAndRow() {
        StructType table = StructType.EMPTY
                .add("unit_price", new DecimalType(4, 2))
                .add("user_id", PrimitiveType.LONG)
                .add("amount", PrimitiveType.FLOAT);
        List<Event> events =
                List.of(new Event(1, 1, new BigDecimal("1.00")), new Event(2, 1, new BigDecimal("123.00")));

        assertThatThrownBy(() -> RecordMapper.of(Event.class).writer(table).batch(events, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DECIMAL(4,2)")
                .hasMessageContaining("{column=unit_price, row=11}");
    }

    record Holder(Colour colour) {}

    @Test
    void anUnknownEnumNameIsShown() {
        StructType schema = StructType.EMPTY.add("colour", PrimitiveType.STRING);
        ColumnBatch batch = new BatchBuilder(schema).add("MAUVE").build();

        assertThatThrownBy(() -> RecordMapper.of(Holder.class).reader(schema).all(batch))
                .hasMessageContaining("value=MAUVE");
    }

    record Unsupported(Optional<String> name) {}

    record Node(int value, List<Node> children) {}

    @Test
    void componentTypesWithoutColumnsAreRefusedWithTheirPath() {
        assertThatThrownBy(() -> RecordMapper.of(Unsupported.class))
                .hasMessageContaining("component=Unsupported.name")
                .hasMessageContaining("Optional");
        assertThatThrownBy(() -> RecordMapper.of(Node.class)).hasMessageContaining("contains itself");
    }

    @Test
    void camelCaseBecomesSnakeCase() {
        assertThat(ComponentNames.snakeCase("eventTime")).isEqualTo("event_time");
        assertThat(ComponentNames.snakeCase("userID")).isEqualTo("user_id");
        assertThat(ComponentNames.snakeCase("HTTPStatus2")).isEqualTo("http_status2");
    }
}
