package io.weir.format.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTest {
    private static final byte[] NO_NAMES = {1, 0, 0};

    @Test
    void everyKindIsAValueOfJavaAndAText() {
        VariantWriter out = new VariantWriter();
        int[] starts = new int[14];
        int count = 0;
        starts[count++] = out.size();
        out.appendNull();
        starts[count++] = out.size();
        out.appendBoolean(true);
        starts[count++] = out.size();
        out.appendLong(-1, 2);
        starts[count++] = out.size();
        out.appendFloat(0.2f);
        starts[count++] = out.size();
        out.appendDouble(Double.NaN);
        starts[count++] = out.size();
        out.appendDecimal(-1, -12_300, 4);
        starts[count++] = out.size();
        out.appendString("é\n".getBytes(StandardCharsets.UTF_8), 0, 3);
        starts[count++] = out.size();
        out.appendBinary(new byte[] {1, 2}, 0, 2);
        starts[count++] = out.size();
        out.appendDate(-1);
        starts[count++] = out.size();
        out.appendTime(1_500_000);
        starts[count++] = out.size();
        out.appendTimestamp(1_000_001, true, false);
        starts[count++] = out.size();
        out.appendTimestamp(-1, false, true);
        starts[count++] = out.size();
        out.appendUuid(new byte[16], 0);
        starts[count++] = out.size();
        out.finishArray(out.size(), new int[0], 0);
        out.finishArray(0, starts, count);
        Variant variant = Variant.of(java.util.Arrays.copyOf(out.data(), out.size()), NO_NAMES);

        assertThat(variant.kind()).isEqualTo(Variant.Kind.ARRAY);
        List<?> elements = (List<?>) Objects.requireNonNull(variant.value());
        assertThat(elements.stream().map(e -> ((Variant) e).value()).toList())
                .contains(true, -1L, 0.2f, new BigDecimal("-1.2300"), "é\n", LocalDate.of(1969, 12, 31))
                .contains(LocalTime.of(0, 0, 1, 500_000_000));
        assertThat(variant.toJson())
                .isEqualTo("[null,true,-1,0.2,\"NaN\",-1.23,\"é\\n\",\"AQI=\",\"1969-12-31\",\"00:00:01.5\","
                        + "\"1970-01-01 00:00:01.000001+00:00\",\"1969-12-31 23:59:59.999999999\","
                        + "\"00000000-0000-0000-0000-000000000000\",[]]");
    }

    @Test
    void fieldsAreFoundByTheirNames() {
        VariantBuilder builder = new VariantBuilder();
        builder.metadata(NO_NAMES, 0, 3);
        VariantBuilder.ObjectParts object = builder.beginObject();
        for (String name : List.of("b", "a", "c")) {
            object.beginField(name);
            if (!name.equals("c")) {
                builder.out().appendString(name.getBytes(StandardCharsets.UTF_8), 0, 1);
            }
            object.endField(!name.equals("c"));
        }
        object.finish();
        byte[] value =
                java.util.Arrays.copyOf(builder.out().data(), builder.out().size());
        Variant variant = Variant.of(value, Objects.requireNonNull(builder.extendedMetadata()));

        assertThat(variant.toJson()).isEqualTo("{\"a\":\"a\",\"b\":\"b\"}");
        assertThat(((Map<?, ?>) Objects.requireNonNull(variant.value())).keySet())
                .isEqualTo(java.util.Set.of("a", "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 010000", // no value
        "0c, 010000", // an integer without its byte
        "0c01, 020000", // metadata of another version
        "0c01, ''",
        "0c01, 0105", // names that are not there
        "0c01, 01010005", // a name that is longer than the metadata
        "020100000102, 010000", // a field whose name is not there
        "03010005ff, 010000", // an element outside
        "0302000001, 010000", // an array that is cut short
        "540000, 010000", // a type that is not known
        "20270000000000, 010000", // a decimal with 39 digits behind the point
        "09, 010000", // a short string that is cut short
        "40ffffffff, 010000" // a string of 4 GB
    })
    void bytesThatAreNoVariantAreRefused(String value, String metadata) {
        HexFormat hex = HexFormat.of();
        assertThatThrownBy(() -> Variant.of(hex.parseHex(value), hex.parseHex(metadata)))
                .isInstanceOf(MalformedVariantException.class);
    }

    @Test
    void partsThatLieUponEachOtherAreRefused() {
        // an array whose two elements are the same bytes, thirty times over: a billion elements in a few bytes
        byte[] value = {0};
        for (int i = 0; i < 30; i++) {
            ByteArrayOutputStream outer = new ByteArrayOutputStream();
            outer.writeBytes(new byte[] {3 | 1 << 2, 2, 0, 0, 0, 0, (byte) value.length, (byte) (value.length >> 8)});
            outer.writeBytes(value);
            value = outer.toByteArray();
        }
        byte[] bomb = value;
        assertThatThrownBy(() -> Variant.of(bomb, NO_NAMES))
                .isInstanceOf(MalformedVariantException.class)
                .hasMessageContaining("upon each other");
    }

    @Test
    void aLongNameThatIsUsedTooOftenIsRefused() {
        byte[] name = new byte[1 << 20];
        java.util.Arrays.fill(name, (byte) 'n');
        VariantBuilder builder = new VariantBuilder();
        builder.metadata(NO_NAMES, 0, 3);
        int[] starts = new int[300];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = builder.out().size();
            VariantBuilder.ObjectParts object = builder.beginObject();
            object.beginField(new String(name, StandardCharsets.US_ASCII));
            builder.out().appendNull();
            object.endField(true);
            object.finish();
        }
        builder.out().finishArray(0, starts, starts.length);
        byte[] value =
                java.util.Arrays.copyOf(builder.out().data(), builder.out().size());
        byte[] metadata = Objects.requireNonNull(builder.extendedMetadata());
        assertThat(value.length).isLessThan(5000);
        assertThatThrownBy(() -> Variant.of(value, metadata))
                .isInstanceOf(MalformedVariantException.class)
                .hasMessageContaining("names of fields");
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() {
        VariantWriter out = new VariantWriter();
        out.appendNull();
        for (int i = 0; i < 1500; i++) {
            out.finishArray(0, new int[] {0}, 1);
        }
        byte[] deep = java.util.Arrays.copyOf(out.data(), out.size());
        assertThatThrownBy(() -> Variant.of(deep, NO_NAMES))
                .isInstanceOf(MalformedVariantException.class)
                .hasMessageContaining("deeper");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void randomBytesAreRefusedOrPrinted(long seed) {
        Random random = new Random(seed);
        byte[] metadata = HexFormat.of().parseHex("01020001026162");
        int printed = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] value = new byte[1 + random.nextInt(40)];
            random.nextBytes(value);
            for (int k = 1; k < value.length; k++) {
                value[k] = random.nextInt(3) > 0 ? (byte) random.nextInt(6) : value[k];
            }
            Variant variant;
            try {
                variant = Variant.of(value, metadata);
            } catch (MalformedVariantException e) {
                continue;
            }
            assertThat(variant.toJson()).isNotEmpty();
            variant.value();
            printed++;
        }
        assertThat(printed).isGreaterThan(200);
    }
}
