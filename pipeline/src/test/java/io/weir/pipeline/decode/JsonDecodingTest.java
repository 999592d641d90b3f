package io.weir.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecodingTest {
    private static final StructType ID_NAME =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("name", PrimitiveType.STRING);

    @Test
    void linesBecomeRowsAndMissingFieldsNull() {
        Decoding result = Decoding.of(
                "{\"id\":1,\"name\":\"a\"}\n\n  {\"name\":\"ü\\n\"}\r\n{\"id\":null, \"name\" : null}",
                TextOptions.JSON,
                ID_NAME);

        assertThat(result.rows).containsExactly("{id=1, name=a}", "{id=null, name=ü\n}", "{id=null, name=null}");
        assertThat(result.bad).isEmpty();
    }

    @Test
    void theElementsOfOneArrayAreRows() {
        Decoding result = Decoding.of(
                " [ {\"id\":1,\"name\":\"a]}\"}\n,{\"id\":2,\n\"name\":\"\\\"\"} ] \n", TextOptions.JSON, ID_NAME);

        assertThat(result.rows).containsExactly("{id=1, name=a]}}", "{id=2, name=\"}");
        assertThat(result.bad).isEmpty();
    }

    @Test
    void aDocumentThatSpansLinesIsOneRow() {
        Decoding result =
                Decoding.of("{\n  \"id\": 7,\n  \"name\": \"x\"\n}\n{\n\"id\": 8}", TextOptions.JSON, ID_NAME);

        assertThat(result.rows).containsExactly("{id=7, name=x}", "{id=8, name=null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"id\":\"1\"}|A value does not fit its column {column=id, expected=BIGINT, found=string \"1\", row=1, source=in}",
                "{\"id\":1.5}|A value does not fit its column {column=id, expected=BIGINT, found=number 1.5, row=1, source=in}",
                "{\"id\":9223372036854775808}|A value does not fit its column {column=id, expected=BIGINT, found=number 9223372036854775808, row=1, source=in}",
                "{\"id\":true}|A value does not fit its column {column=id, expected=BIGINT, found=true, row=1, source=in}",
                "{\"name\":300}|A value does not fit its column {column=name, expected=STRING, found=number 300, row=1, source=in}",
                "{\"name\":{}}|A value does not fit its column {column=name, expected=STRING, found=an object, row=1, source=in}",
                "{\"id\":1,\"id\":2}|A record names a column more than once {column=id, expected=one value, found=the field twice, row=1, source=in}",
                "{\"id\":1,\"x\":[2]}|The schema has no such column; --merge-schema adds it {column=x, expected=a column of the table, found=an array, row=1, source=in}",
                "[1]|The record is not a JSON object {expected=an object, found=number 1, row=1, source=in}",
                "{\"id\":01}|The record is not valid JSON {expected=JSON, found=Invalid numeric value: Leading zeroes not allowed, row=1, source=in}",
                "{\"id\":1} {\"id\":2}|The record is not valid JSON {expected=the end of the record, found=more behind its closing brace, row=1, source=in}",
            })
    void whatDoesNotFitIsRefusedWithItsPlace(String record, String message) {
        Decoding result = Decoding.of(record + "\n{\"id\":5}\n", TextOptions.JSON, ID_NAME);

        assertThat(result.onlyBad()).isEqualTo(message);
        assertThat(result.bad.get(0).text()).isEqualTo(record.equals("[1]") ? "1" : record);
    }

    @Test
    void goodRowsAroundABadOneArrive() {
        Decoding result = Decoding.of(
                "{\"id\":1}\n{\"name\":\"x\",\"id\":{}}\nnot json\n{\"id\":4}\n", TextOptions.JSON, ID_NAME);

        assertThat(result.rows).containsExactly("{id=1, name=null}", "{id=4, name=null}");
        assertThat(result.bad).extracting(BadRecord::row).containsExactly(2L, 3L);
        assertThat(result.position.rows()).isEqualTo(4);
    }

    @Test
    void anArrayThatWasCutIsABadRecord() {
        Decoding result = Decoding.of("[{\"id\":1},{\"id\":2", TextOptions.JSON, ID_NAME);

        assertThat(result.rows).containsExactly("{id=1, name=null}");
        assertThat(result.onlyBad())
                .isEqualTo(
                        "The record is not valid JSON {expected=the end of a value, found=the end of the input, row=2,"
                                + " source=in}");
    }

    @ParameterizedTest
    @CsvSource({"'[{\"id\":1},]'", "'[{\"id\":1} {\"id\":2}]'", "'[{\"id\":1}'", "'[{\"id\":1}] 7'", "'[,{\"id\":1}]'"})
    void malformedArraysHaveABadRecord(String text) {
        assertThat(Decoding.of(text, TextOptions.JSON, ID_NAME).bad).hasSize(1);
    }

    @Test
    void numbersAreExactInTheirColumns() {
        StructType schema = StructType.EMPTY
                .add("i", PrimitiveType.INTEGER)
                .add("l", PrimitiveType.LONG)
                .add("d", new DecimalType(10, 2))
                .add("w", new DecimalType(38, 4))
                .add("f", PrimitiveType.DOUBLE);
        Decoding result = Decoding.of(
                "{\"i\":-2147483648,\"l\":-9223372036854775808,\"d\":12345678.90,\"w\":\"12345678901234567890123456789012.3456\",\"f\":0.1}\n"
                        + "{\"i\":3.0,\"l\":3e2,\"d\":1e3,\"w\":7,\"f\":123456789012345678901234567890}\n"
                        + "{\"d\":0.001}\n{\"i\":2147483648}\n{\"f\":\"-Infinity\",\"d\":0}\n{\"f\":1e400}\n{\"d\":123456789}\n",
                TextOptions.JSON,
                schema);

        assertThat(result.rows)
                .containsExactly(
                        "{i=-2147483648, l=-9223372036854775808, d=12345678.90, w=12345678901234567890123456789012.3456, f=0.1}",
                        "{i=3, l=300, d=1000.00, w=7.0000, f=1.2345678901234568E29}",
                        "{i=null, l=null, d=0.00, w=null, f=-Infinity}");
        assertThat(result.bad).extracting(BadRecord::row).containsExactly(3L, 4L, 6L, 7L);
    }

    @ParameterizedTest
    @CsvSource({
        "2001-01-14T21:55:00Z, 2001-01-14T21:55:00Z",
        "2001-01-14 21:55, 2001-01-14T21:55:00Z",
        "2001-01-14T21:55:00.123456789Z, 2001-01-14T21:55:00.123456Z",
        "2001-01-14T21:55:00.5+02:30, 2001-01-14T19:25:00.500Z",
        "2001-01-14T21:55:00-0800, 2001-01-15T05:55:00Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "2000-02-29, 2000-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "1900-02-29, ",
        "2001-13-01, ",
        "2001-01-14T24:00:00Z, ",
        "2001-01-14T21:55:00.Z, ",
        "2001-01-14T21:55:00+1, ",
        "Jun 12 1998, ",
        "2001-1-1, "
    })
    void timesAreReadInIsoForms(String text, String instant) {
        Decoding result = Decoding.of(
                "{\"t\":\"" + text + "\"}\n", TextOptions.JSON, StructType.EMPTY.add("t", PrimitiveType.TIMESTAMP));

        if (instant == null) {
            assertThat(result.onlyBad()).contains("expected=TIMESTAMP, found=string \"" + text + "\"");
        } else {
            assertThat(result.rows).containsExactly("{t=" + instant + "}");
        }
    }

    @Test
    void nestedValuesOfAnyDepthAreRead() {
        StructType point =
                StructType.EMPTY.add("x", PrimitiveType.DOUBLE).add("tags", new ArrayType(PrimitiveType.STRING, true));
        StructType schema = StructType.EMPTY
                .add("p", point)
                .add("m", new MapType(PrimitiveType.DATE, new ArrayType(PrimitiveType.LONG, true), true))
                .add("a", new ArrayType(point, true));
        Decoding result = Decoding.of(
                "{\"p\":{\"x\":1.5,\"tags\":[\"a\",null,\"b\"]},\"m\":{\"2020-01-01\":[1,2],\"2020-01-02\":null},\"a\":[{\"x\":1},null,{}]}\n"
                        + "{\"p\":{\"tags\":[\"a\",7]},\"a\":[]}\n{\"p\":null,\"m\":{},\"a\":[]}\n",
                TextOptions.JSON,
                schema);

        assertThat(result.rows)
                .containsExactly(
                        "{p={x=1.5, tags=[a, null, b]}, m={2020-01-01=[1, 2], 2020-01-02=null}, a=[{x=1.0, tags=null}, null, {x=null, tags=null}]}",
                        "{p=null, m={}, a=[]}");
        assertThat(result.onlyBad()).contains("column=p.tags.element, expected=STRING, found=number 7, row=2");
    }

    @Test
    void aColumnThatMustHaveAValueRefusesNullAndAbsence() {
        StructType schema = StructType.of(new StructField("id", PrimitiveType.LONG, false));
        Decoding result = Decoding.of("{}\n{\"id\":null}\n{\"id\":1}\n", TextOptions.JSON, schema);

        assertThat(result.rows).containsExactly("{id=1}");
        assertThat(result.bad).extracting(BadRecord::found).containsExactly("nothing", "null");
    }

    @Test
    void unknownFieldsAreLeftOutOrAddedIfAskedFor() {
        String text = "{\"id\":1}\n{\"id\":2,\"x\":null,\"y\":{\"z\":[1]}}\n{\"y\":{\"w\":true},\"id\":3}\n";

        Decoding ignored = Decoding.of(text, TextOptions.JSON.withUnknownFields(UnknownFields.IGNORE), ID_NAME);
        Decoding added = Decoding.of(text, TextOptions.JSON.withUnknownFields(UnknownFields.ADD), ID_NAME);

        assertThat(ignored.rows).containsExactly("{id=1, name=null}", "{id=2, name=null}", "{id=3, name=null}");
        assertThat(added.rows)
                .containsExactly(
                        "{id=1, name=null}",
                        "{id=2, name=null, x=null, y={z=[1]}}",
                        "{id=3, name=null, x=null, y={z=null, w=true}}");
        assertThat(added.bad).isEmpty();
    }

    @Test
    void invalidUtf8IsABadRecord() {
        byte[] bytes = "{\"name\":\"a?\"}\n".getBytes(StandardCharsets.UTF_8);
        bytes[10] = (byte) 0xff;

        assertThat(Decoding.of(bytes, TextOptions.JSON, ID_NAME, FilePosition.START, 9)
                        .onlyBad())
                .isEqualTo("The record is not valid JSON {expected=UTF-8, found=other bytes, row=1, source=in}");
    }

    @Test
    void theFastWayAndTheReferenceReadTheSame() {
        StructType inner = StructType.EMPTY.add("b", PrimitiveType.BOOLEAN).add("s", PrimitiveType.STRING);
        StructType schema = StructType.EMPTY
                .add("l", PrimitiveType.LONG)
                .add("i", PrimitiveType.SHORT)
                .add("d", PrimitiveType.DOUBLE)
                .add("f", PrimitiveType.FLOAT)
                .add("n", new DecimalType(12, 3))
                .add("s", PrimitiveType.STRING)
                .add("t", PrimitiveType.TIMESTAMP)
                .add("z", PrimitiveType.TIMESTAMP_NTZ)
                .add("y", PrimitiveType.DATE)
                .add("a", new ArrayType(PrimitiveType.LONG, true))
                .add("o", inner);
        JsonDecoder fast = new JsonDecoder(schema, ColumnNaming.STRICT, UnknownFields.REFUSE);
        JsonDecoder reference = new JsonDecoder(schema, ColumnNaming.STRICT, UnknownFields.REFUSE);
        Random random = new Random(42);
        int fitting = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] record = record(schema, random).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(10) == 0) {
                record[random.nextInt(record.length)] = (byte) random.nextInt(256);
            }
            Misfit one = fast.decode(record, 0, record.length);
            Misfit other = reference.decodeByReference(record, 0, record.length);
            assertThat(one).as(new String(record, StandardCharsets.UTF_8)).isEqualTo(other);
            fitting += one == null ? 1 : 0;
        }
        assertThat(fitting).isBetween(5_000, 18_000);
        assertSame(fast.build(), reference.build());
    }

    private static void assertSame(ColumnBatch one, ColumnBatch other) {
        assertThat(one.rowCount()).isEqualTo(other.rowCount());
        for (int column = 0; column < one.schema().size(); column++) {
            for (int row = 0; row < one.rowCount(); row++) {
                Object a = Values.valueAt(one.column(column), row);
                Object b = Values.valueAt(other.column(column), row);
                if (!Objects.equals(a, b)) {
                    assertThat(a)
                            .as("row %d of %s", row, one.schema().field(column))
                            .isEqualTo(b);
                }
            }
        }
    }

    private static String record(StructType schema, Random random) {
        StringBuilder text = new StringBuilder("{");
        for (StructField field : schema.fields()) {
            if (random.nextInt(8) == 0) {
                continue;
            }
            text.append(text.length() > 1 ? "," : "")
                    .append(space(random))
                    .append('"')
                    .append(field.name())
                    .append('"');
            text.append(space(random)).append(':').append(space(random));
            text.append(random.nextInt(10) == 0 ? "null" : value(field.type(), random))
                    .append(space(random));
        }
        return text.append('}').toString();
    }

    private static String space(Random random) {
        return random.nextInt(6) == 0 ? " " : "";
    }

    private static String value(DataType type, Random random) {
        if (type instanceof ArrayType array) {
            StringBuilder text = new StringBuilder("[");
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(value(array.element(), random)).append(i > 1 ? "," : "");
            }
            return text.append("]").toString();
        }
        if (type instanceof StructType struct) {
            return record(struct, random);
        }
        if (type == PrimitiveType.STRING) {
            String[] some = {"", "abc", "ü€😀", "a\\\"b\\n", "\\u00e9", "a/b c", "x".repeat(40)};
            return '"' + some[random.nextInt(some.length)] + '"';
        }
        if (type == PrimitiveType.BOOLEAN) {
            return random.nextBoolean() ? "true" : "false";
        }
        if (type == PrimitiveType.DATE) {
            return String.format(
                    "\"%04d-%02d-%02d\"", random.nextInt(3000), 1 + random.nextInt(12), 1 + random.nextInt(30));
        }
        if (type == PrimitiveType.TIMESTAMP || type == PrimitiveType.TIMESTAMP_NTZ) {
            String[] ends = {"", "Z", ":01", ":59.1", ":00.123456", ":07.1234567Z", ":30+01:00"};
            return String.format(
                    "\"%04d-%02d-%02d%s%02d:%02d%s\"",
                    1900 + random.nextInt(200),
                    1 + random.nextInt(12),
                    1 + random.nextInt(28),
                    random.nextBoolean() ? "T" : " ",
                    random.nextInt(24),
                    random.nextInt(60),
                    ends[random.nextInt(type == PrimitiveType.TIMESTAMP ? ends.length : 5)]);
        }
        if (type instanceof DecimalType) {
            String[] some = {"0", "-0.000", "1.5", "123456789.125", "1e3", "12e-2", "-7", "1.5000", "100000000"};
            return some[random.nextInt(some.length)];
        }
        if (type == PrimitiveType.DOUBLE || type == PrimitiveType.FLOAT) {
            return switch (random.nextInt(5)) {
                case 0 -> Double.toString(random.nextGaussian());
                case 1 -> Float.toString(random.nextFloat() * 1000);
                case 2 -> Double.toString(Double.longBitsToDouble(random.nextLong() & 0x3fefffffffffffffL));
                case 3 -> Integer.toString(random.nextInt());
                default -> "-0.0";
            };
        }
        return switch (random.nextInt(4)) {
            case 0 -> Integer.toString(random.nextInt(100));
            case 1 -> "-0";
            case 2 -> type == PrimitiveType.LONG ? Long.toString(random.nextLong()) : "-32768";
            default -> "12.0";
        };
    }
}
