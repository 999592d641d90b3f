package io.weir.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvDecodingTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("name", PrimitiveType.STRING)
            .add("on", PrimitiveType.DATE);

    @Test
    void cellsGoToTheColumnsThatTheHeaderNames() {
        Decoding result = Decoding.of(
                "name,ID\r\nada,1\r\n\r\n\"two\nlines, \"\"quoted\"\"\",2\r\n,\n\"\",\"\"", TextOptions.CSV, SCHEMA);

        assertThat(result.rows)
                .containsExactly(
                        "{id=1, name=ada, on=null}",
                        "{id=2, name=two\nlines, \"quoted\", on=null}",
                        "{id=null, name=null, on=null}",
                        "{id=null, name=, on=null}");
        assertThat(result.bad).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsPlace() {
        Decoding result = Decoding.of(
                "id,name,on\n1,a\nx,b,2001-01-01\n3,c,2001-02-30\n4,\"d\"e,\n5,f,,\n6,g,2001-02-28\n7,\"h",
                TextOptions.CSV,
                SCHEMA);

        assertThat(result.rows).containsExactly("{id=6, name=g, on=2001-02-28}");
        assertThat(result.bad)
                .extracting(BadRecord::message)
                .containsExactly(
                        "The record has another number of cells than the header {expected=3 cells, found=2 cells, row=1, source=in}",
                        "A value does not fit its column {column=id, expected=BIGINT, found=\"x\", row=2, source=in}",
                        "A value does not fit its column {column=on, expected=DATE, found=\"2001-02-30\", row=3, source=in}",
                        "The record is not valid CSV {expected=a delimiter behind a closing quote, found=something else, row=4, source=in}",
                        "The record has another number of cells than the header {expected=3 cells, found=4 cells, row=5, source=in}",
                        "The record is not valid CSV {expected=a closing quote, found=the end of the input, row=7, source=in}");
    }

    @Test
    void delimiterNullTextAndAFileWithoutHeaderAreChoices() {
        TextOptions options = new TextOptions(
                CsvFormat.STANDARD.withDelimiter(';').withHeader(false).withNullText("NA"),
                ColumnNaming.STRICT,
                UnknownFields.REFUSE);
        Decoding given = Decoding.of("1;NA;2001-01-01\nNA;\"NA\";\n", options, SCHEMA);
        Decoding inferred = Decoding.of("1;NA;2001-01-01\nNA;\"NA\";\n", options, null);

        assertThat(given.rows).containsExactly("{id=1, name=null, on=2001-01-01}", "{id=null, name=NA, on=null}");
        assertThat(inferred.schema).hasToString("STRUCT<_c0: BIGINT, _c1: STRING, _c2: DATE>");
    }

    @Test
    void aHeaderThatDoesNotGoWithTheSchemaIsRefused() {
        assertThatThrownBy(() -> Decoding.of("id,nom\n1,a\n", TextOptions.CSV, SCHEMA))
                .hasMessage(
                        "The schema has no such column; --merge-schema adds it {column=nom, columns=[id, name, on], source=in}");
        assertThatThrownBy(() -> Decoding.of("id,id\n1,2\n", TextOptions.CSV, SCHEMA))
                .hasMessage("The header names a column twice {column=id, source=in}");
        assertThatThrownBy(() -> Decoding.of(
                        "name\nx\n",
                        TextOptions.CSV,
                        StructType.of(
                                new StructField("name", PrimitiveType.STRING),
                                new StructField("k", PrimitiveType.LONG, false))))
                .hasMessage("The header lacks a column that must have a value {column=k, header=[name], source=in}");
    }

    @Test
    void theNarrowestTypeOfAllCellsIsInferred() {
        Decoding result = Decoding.of(
                "l,d,b,date,ts,s,mixed,empty,Cost Total $\n"
                        + "1,2,true,2001-01-01,2001-01-01 10:00,None,1,,0\n"
                        + ",2.5,FALSE,2001-01-02,2001-01-01T10:00:01Z,x,true,,7\n",
                TextOptions.CSV.withNaming(ColumnNaming.NORMALIZE),
                null);

        assertThat(result.schema)
                .hasToString(
                        "STRUCT<l: BIGINT, d: DOUBLE, b: BOOLEAN, date: DATE, ts: TIMESTAMP, s: STRING, mixed: STRING,"
                                + " empty: STRING, cost_total: BIGINT>");
        assertThat(result.bad).isEmpty();
    }

    /** The cells of any CSV that FastCSV reads without complaint are the cells that we read. */
    @Test
    void cellsAreThoseThatAnotherReaderSees() {
        Random random = new Random(7);
        String[] pieces = {"a", "\"", "\"\"", ",", "\n", "\r\n", "\"x,y\"", "\"p\nq\"", "é", "b c", ",,"};
        StructType schema = StructType.EMPTY;
        int compared = 0;
        for (int i = 0; i < 3; i++) {
            schema = schema.add("c" + i, PrimitiveType.STRING);
        }
        for (int run = 0; run < 9_000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            List<List<String>> expected = new ArrayList<>();
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text.toString())) {
                reader.forEach(record -> expected.add(record.getFields()));
            } catch (Exception e) {
                continue; // it does not take characters behind a closing quote either
            }
            List<List<String>> found = cells(text.toString());
            if (found == null) {
                continue;
            }
            assertThat(found).as(text.toString()).isEqualTo(expected);
            compared++;
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static @Nullable List<List<String>> cells(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Framer.CsvRecords framer = new Framer.CsvRecords(',');
        CsvCells cells = new CsvCells(',');
        List<List<String>> records = new ArrayList<>();
        int position = 0;
        while (framer.find(bytes, position, bytes.length, true)) {
            List<String> record = cells.all(bytes, framer.start, framer.end);
            if (record == null || framer.problem != null) {
                return null;
            }
            records.add(record);
            position = framer.next;
        }
        return records;
    }
}
