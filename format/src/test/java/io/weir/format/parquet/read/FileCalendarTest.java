package io.weir.format.parquet.read;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.expression.Expressions.lit;
import static io.weir.format.parquet.read.HandMadeFile.REQUIRED;
import static io.weir.format.parquet.read.HandMadeFile.ints;
import static io.weir.format.parquet.read.HandMadeFile.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileCalendarTest {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    /** 1582-10-04, the last day of the Julian calendar, in days of that calendar. */
    private static final int LAST_JULIAN_DAY = -141_428;

    @ParameterizedTest
    @CsvSource({
        "2.4.8, false, true, true",
        "3.0.3, false, false, true",
        "3.1.0, false, false, false",
        "4.2.0-SNAPSHOT, false, false, false",
        "10.0.0, false, false, false",
        "3.5.1, true, true, true",
        "unknown, false, false, false"
    })
    void theVersionAndTheMarksOfSparkTellTheCalendar(String version, boolean marked, boolean dates, boolean int96) {
        Map<String, String> metadata = marked
                ? Map.of(
                        "org.apache.spark.version", version,
                        "org.apache.spark.legacyDateTime", "",
                        "org.apache.spark.legacyINT96", "",
                        "org.apache.spark.timeZone", "Europe/Berlin")
                : Map.of("org.apache.spark.version", version);
        ZoneId zone = marked ? ZoneId.of("Europe/Berlin") : ZoneOffset.UTC;
        assertThat(FileCalendar.of(metadata)).isEqualTo(new FileCalendar(dates, int96, zone));
    }

    @Test
    void filesOfOtherWritersAreTakenAtTheirWord() {
        assertThat(FileCalendar.of(Map.of("org.apache.spark.legacyDateTime", "")))
                .isEqualTo(FileCalendar.GREGORIAN);
    }

    @Test
    void aDayIsTheDayOfTheSameName() {
        GregorianCalendar hybrid = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        for (int day = LAST_JULIAN_DAY + 30; day > -2_000_000; day -= 37) {
            hybrid.setTimeInMillis(day * 86_400_000L);
            long expected = LocalDate.of(hybrid.get(Calendar.YEAR), hybrid.get(Calendar.MONTH) + 1, 1)
                    .with(ChronoField.ERA, hybrid.get(Calendar.ERA))
                    .plusDays(hybrid.get(Calendar.DAY_OF_MONTH) - 1L)
                    .toEpochDay();
            int[] days = {day};
            FileCalendar.rebaseDays(days, 0, 1);
            assertThat((long) days[0]).as("day %s", day).isEqualTo(expected);
        }
    }

    @Test
    void datesAndTimesOfOldFilesAreThoseTheWriterMeant() {
        InMemory file = file(LAST_JULIAN_DAY);
        assertThat(as(file, "d", PrimitiveType.DATE)).containsExactly("1582-10-04");
        assertThat(as(file, "d", PrimitiveType.TIMESTAMP_NTZ)).containsExactly("1582-10-04T00:00");
        assertThat(as(file, "t", PrimitiveType.TIMESTAMP)).containsExactly("1582-10-04T00:00:00.000005Z");
        assertThat(as(file, "h", PrimitiveType.TIMESTAMP)).containsExactly("1582-10-04T00:00:00.000005Z");
        // those without a zone never were in the old calendar
        assertThat(as(file, "t", PrimitiveType.TIMESTAMP_NTZ)).containsExactly("1582-10-14T00:00:00.000005");
    }

    @Test
    void boundsOfTheOldCalendarRuleOutNoRowThatMatches() {
        InMemory file = file(LAST_JULIAN_DAY);
        StructType schema = StructType.EMPTY.add("d", PrimitiveType.DATE).add("t", PrimitiveType.TIMESTAMP);
        LocalDate day = LocalDate.of(1582, 10, 4);
        assertThat(file.rows(ReadRequest.of(schema).filter(col("d").eq(lit(day)), schema)))
                .hasSize(1);
        assertThat(file.rows(ReadRequest.of(schema)
                        .filter(col("t").lt(lit(day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))), schema)))
                .hasSize(1);
        assertThat(file.rows(ReadRequest.of(schema).filter(col("d").eq(lit(LocalDate.of(1582, 10, 14))), schema)))
                .isEmpty();
    }

    private static InMemory file(int day) {
        long micros = day * MICROS_PER_DAY + 5;
        HandMadeFile file = new HandMadeFile(1, 3)
                .metadata("org.apache.spark.version", "3.5.0")
                .metadata("org.apache.spark.legacyDateTime", "")
                .metadata("org.apache.spark.legacyINT96", "")
                .metadata("org.apache.spark.timeZone", "UTC");
        file.leaf("d", REQUIRED, Type.INT32).setConverted_type(ConvertedType.DATE);
        file.leaf("t", REQUIRED, Type.INT64).setConverted_type(ConvertedType.TIMESTAMP_MICROS);
        file.leaf("h", REQUIRED, Type.INT96);
        byte[] nanosAndDay = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(5000)
                .putInt(day + 2_440_588)
                .array();
        file.chunk(Type.INT32)
                .statistics(new Statistics().setMin_value(ints(day)).setMax_value(ints(day)))
                .page(null, null, Encoding.PLAIN, ints(day));
        file.chunk(Type.INT64)
                .statistics(new Statistics().setMin_value(longs(micros)).setMax_value(longs(micros)))
                .page(null, null, Encoding.PLAIN, longs(micros));
        file.chunk(Type.INT96).page(null, null, Encoding.PLAIN, nanosAndDay);
        return file.build();
    }

    private static List<String> as(InMemory file, String column, DataType type) {
        return file.rows(ReadRequest.of(StructType.EMPTY.add(column, type)));
    }
}
