package io.weir.format.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Values;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsualTimesTest {

    @Test
    void everyDayIsTheOneOfTheCalendarOrLeftToIt() {
        int usual = 0;
        for (LocalDate day = LocalDate.of(1, 1, 1); day.getYear() < 10_000; day = day.plusDays(1)) {
            char[] text = ("x" + day).toCharArray();
            long found = UsualTimes.day(text, 1, 10);
            if (day.getDayOfMonth() <= 28) {
                usual++;
                if (found != day.toEpochDay()) {
                    assertThat(found).as(day.toString()).isEqualTo(day.toEpochDay());
                }
            } else if (found != UsualTimes.UNUSUAL) {
                assertThat(found).as(day.toString()).isEqualTo(UsualTimes.UNUSUAL);
            }
        }
        assertThat(usual).isEqualTo(9999 * 12 * 28);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-28T23:59:59.999999Z",
                "0001-02-03T04:05:06.7Z",
                "9999-12-28T23:59:59.999Z",
                "2020-02-28T12:34:56.120Z"
            })
    void timesAreThoseOfTheLibrary(String text) {
        assertThat(micros(text, true)).isEqualTo(Values.micros(Instant.parse(text)));
        assertThat(micros(text.substring(0, text.length() - 1), false)).isEqualTo(Values.micros(Instant.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2020-01-01",
                "2020-01-01T00:00:00",
                "2020-01-01 00:00:00Z",
                "2020-01-01T24:00:00Z",
                "2020-01-01T00:60:00Z",
                "2020-01-01T00:00:0xZ",
                "2020-13-01T00:00:00Z",
                "2020-00-01T00:00:00Z",
                "2020-01-00T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "2020-01-01T00:00:00.Z",
                "2020-01-01T00:00:00,5Z",
                "2020-01-01T00:00:00.1234567Z",
                "2020-01-01T00:00:00.12xZ",
                "2020-01-01T00:00:00+01:00"
            })
    void everythingElseIsLeftToTheLibrary(String text) {
        assertThat(micros(text, true)).isEqualTo(UsualTimes.UNUSUAL);
    }

    private static long micros(String text, boolean utc) {
        return UsualTimes.micros(text.toCharArray(), 0, text.length(), utc);
    }
}
