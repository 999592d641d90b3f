package io.weir.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8BufferTest {
    @Test
    void everyDayPrintsAsJavaPrintsItAndIsReadBack() {
        Random random = new Random(3);
        Utf8Buffer buffer = new Utf8Buffer();
        for (int i = 0; i < 200_000; i++) {
            int day = i < 100_000 ? i - 50_000 : random.nextInt();
            buffer.clear();
            buffer.appendDate(day);
            assertThat(buffer.toString()).isEqualTo(LocalDate.ofEpochDay(day).toString());
            long read = TemporalText.parseDate(buffer.data(), 0, buffer.size());
            assertThat(read).isEqualTo(day);
        }
    }

    @Test
    void everyTimePrintsExactlyAndIsReadBack() {
        Random random = new Random(4);
        Utf8Buffer buffer = new Utf8Buffer();
        for (int i = 0; i < 100_000; i++) {
            long micros = random.nextLong() >> random.nextInt(60);
            if (Math.abs(micros) > Long.MAX_VALUE - 200_000_000_000L) {
                continue; // the first and last day of all are not read
            }
            buffer.clear();
            buffer.appendShortTimestamp(micros, 'T').append('Z');
            assertThat(TemporalText.parseTimestamp(buffer.data(), 0, buffer.size()))
                    .as(buffer.toString())
                    .isEqualTo(micros);
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
            buffer.clear();
            buffer.appendTimestamp(micros, 'T');
            assertThat(buffer.toString())
                    .isEqualTo(time.toLocalDate() + "T"
                            + time.toLocalTime()
                                    .withNano(0)
                                    .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss"))
                            + String.format(".%06d", time.getNano() / 1000));
        }
    }

    @Test
    void everyLongAndDecimalPrintsAsJavaPrintsIt() {
        Random random = new Random(5);
        Utf8Buffer buffer = new Utf8Buffer();
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            int scale = random.nextInt(19);
            buffer.clear();
            buffer.appendLong(value).append(' ').appendDecimal(value, scale);
            assertThat(buffer.toString())
                    .isEqualTo(value + " " + BigDecimal.valueOf(value, scale).toPlainString());
        }
    }

    @Test
    void timesAreReadFromTheFormsInUse() {
        assertThat(micros("2020-02-29")).isEqualTo(Instant.parse("2020-02-29T00:00:00Z"));
        assertThat(micros("2020-02-29 1:02")).isEqualTo(Instant.parse("2020-02-29T01:02:00Z"));
        assertThat(micros(" 2020-02-29T01:02:03.1234567Z ")).isEqualTo(Instant.parse("2020-02-29T01:02:03.123456Z"));
        assertThat(micros("2020-02-29T01:02:03 UTC")).isEqualTo(Instant.parse("2020-02-29T01:02:03Z"));
        assertThat(micros("2020-02-29T01:02:03-0130")).isEqualTo(Instant.parse("2020-02-29T02:32:03Z"));
        assertThat(micros("2020-02-29T01:02:03UTC+1")).isEqualTo(Instant.parse("2020-02-29T00:02:03Z"));
        assertThat(micros("-0001-01-01T00:00:00Z")).isEqualTo(Instant.parse("-0001-01-01T00:00:00Z"));
        for (String bad : List.of(
                "",
                "2020",
                "2020-13-01",
                "2020-02-30",
                "2020-1-1x",
                "2020-01-01T",
                "2020-01-01T24:00",
                "2020-01-01T10:60",
                "2020-01-01T10:00:60",
                "2020-01-01T10:00:00.",
                "2020-01-01T10:00:00+25",
                "2020-01-01T10:00:00 x",
                "99999999-01-01",
                "20-01-01",
                "2020-01-01T10:00:00+1:2:3:4",
                "0000-00-00",
                "٢٠٢٠-01-01",
                "294300-01-01T00:00:00Z")) {
            byte[] text = bad.getBytes(StandardCharsets.UTF_8);
            assertThat(TemporalText.parseTimestamp(text, 0, text.length))
                    .as(bad)
                    .isEqualTo(TemporalText.INVALID);
        }
    }

    @Test
    void hexadecimalNumbersAreThoseOfJava() {
        Random random = new Random(6);
        Utf8Buffer buffer = new Utf8Buffer();
        for (int i = 0; i < 200_000; i++) {
            double wide = i % 3 == 0
                    ? random.nextInt(1000) / 8.0
                    : Double.longBitsToDouble(random.nextLong() >> random.nextInt(64));
            float narrow = i % 3 == 0
                    ? random.nextInt(1000) / 8f
                    : Float.intBitsToFloat(random.nextInt() >> random.nextInt(32));
            buffer.clear();
            buffer.appendHexDouble(wide)
                    .append(' ')
                    .appendHexFloat(narrow)
                    .append(' ')
                    .appendHexDouble(-wide);
            assertThat(buffer.toString())
                    .isEqualTo(Double.toHexString(wide) + " " + Float.toHexString(narrow) + " "
                            + Double.toHexString(-wide));
        }
    }

    @Test
    void bytesThatAreNoUtf8BecomeReplacementCharacters() {
        byte[] broken = {'a', (byte) 0xFF, 'b', (byte) 0xC3, (byte) 0xED, (byte) 0xA0, (byte) 0x80};
        Utf8Buffer out = new Utf8Buffer();
        JsonStrings.print(broken, 0, broken.length, false, out);
        assertThat(out.toString()).isEqualTo("\"a\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD\"");
        assertThat(JsonText.quoted("\u0085\u00a0é\uD83D\uDE00")).isEqualTo("\"\\u0085\u00a0é\uD83D\uDE00\"");
    }

    private static Instant micros(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        long micros = TemporalText.parseTimestamp(utf8, 0, utf8.length);
        assertThat(micros).as(text).isNotEqualTo(TemporalText.INVALID);
        return io.weir.format.batch.Values.instant(micros);
    }
}
