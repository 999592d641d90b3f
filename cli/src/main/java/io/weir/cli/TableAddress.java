package io.weir.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table is and which of its versions is meant: {@code PATH}, {@code PATH@vN}, {@code PATH@-N} or {@code
 * PATH@TIMESTAMP}.
 *
 * <p>What follows the last {@code @} is a version only if it reads as one; otherwise it belongs to the path, as in {@code
 * s3://bucket/me@example.com/t}. A timestamp without a zone is UTC; a date is its first moment.
 */
record TableAddress(String path, TableAddress.Version version) {
    /** Which version. */
    sealed interface Version {
        /** The newest there is. */
        record Latest() implements Version {}

        /** This one. */
        record Exactly(long number) implements Version {}

        /** The newest but {@code steps}. */
        record Back(long steps) implements Version {}

        /** The newest that was committed at or before this moment. */
        record AsOf(Instant time) implements Version {}
    }

    private static final Pattern NUMBERED = Pattern.compile("v(\\d{1,18})", Pattern.CASE_INSENSITIVE);
    private static final Pattern BACK = Pattern.compile("-(\\d{1,18})");
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);

    static TableAddress parse(String text) {
        int at = text.lastIndexOf('@');
        if (at > 0) {
            Optional<Version> version = version(text.substring(at + 1));
            if (version.isPresent()) {
                return new TableAddress(text.substring(0, at), version.get());
            }
        }
        return new TableAddress(text, new Version.Latest());
    }

    private static Optional<Version> version(String text) {
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            return Optional.of(new Version.Exactly(Long.parseLong(numbered.group(1))));
        }
        Matcher back = BACK.matcher(text);
        if (back.matches()) {
            return Optional.of(new Version.Back(Long.parseLong(back.group(1))));
        }
        return instant(text).map(Version.AsOf::new);
    }

    /** A moment as people write it: {@code 2026-11-21}, {@code 2026-11-21T10:15:30[.5][Z|+01:00]}, or with a space for the T. */
    static Optional<Instant> instant(String text) {
        try {
            if (text.length() == "2026-11-21".length()) {
                return Optional.of(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            String iso = text.replace(' ', 'T');
            int time = iso.indexOf('T');
            boolean zoned = time > 0 && (iso.endsWith("Z") || iso.indexOf('+', time) > 0 || iso.indexOf('-', time) > 0);
            return Optional.of(
                    zoned
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
