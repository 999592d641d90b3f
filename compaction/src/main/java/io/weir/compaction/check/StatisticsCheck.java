package io.weir.compaction.check;

import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.log.error.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a file in the log against what is known of its rows otherwise. (PROTOCOL.md, "Per-file Statistics")
 *
 * <p>Bounds in the log may be cut: strings to some characters, times to milliseconds. They must not leave out a value; bounds of
 * other types, if they are said to be tight, must be the very values.
 */
final class StatisticsCheck {
    /** Writers cut times to milliseconds, also the greatest. */
    private static final Duration CUT = Duration.ofMillis(1);

    private final Findings findings;

    StatisticsCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * Compares one column.
     *
     * @param place of the column
     * @param rows in the file, deleted ones included
     * @param said by the log
     * @param known of the rows
     * @param exact must the log say exactly what is known, as far as its form allows? Not if rows were deleted since
     */
    void check(Place place, StatsSchema.Leaf leaf, long rows, ColumnFacts said, ColumnFacts known, boolean exact) {
        checkNulls(place, rows, said.nulls(), known.nulls(), exact);
        checkBound(place, leaf, "min", said.min(), known.min(), 1, exact);
        checkBound(place, leaf, "max", said.max(), known.max(), -1, exact);
    }

    private void checkNulls(Place place, long rows, @Nullable Long said, @Nullable Long known, boolean exact) {
        if (said == null || known == null || said.equals(known)) {
            return;
        }
        // Of counts that are not exact only these two are used
        if (exact || said == 0 || said == rows) {
            findings.add(
                    FindingKind.STATISTICS_WRONG,
                    place,
                    Facts.of("found", known, "of", "nullCount", "statistics", said));
        }
    }

    private void checkBound(
            Place place,
            StatsSchema.Leaf leaf,
            String bound,
            @Nullable Object said,
            @Nullable Object known,
            int sign,
            boolean exact) {
        Integer compared = said == null || known == null ? null : ValueOrder.compare(said, known);
        if (said == null || known == null || compared == null || compared == 0) {
            return;
        }
        boolean leavesOut = compared * sign > 0;
        if (leavesOut && !isCutTime(said, known, sign) && !wasFloat(said, known)) {
            findings.add(
                    FindingKind.STATISTICS_WRONG,
                    place,
                    Facts.of("found", shown(known), "of", bound, "statistics", shown(said)));
        } else if (!leavesOut && exact && !isCut(leaf, said, known, sign)) {
            findings.add(
                    FindingKind.STATISTICS_LOOSE,
                    place,
                    Facts.of("found", shown(known), "of", bound, "statistics", shown(said)));
        }
    }

    /** A float's digits, read as a double's since the column was widened, are not quite the float. */
    private static boolean wasFloat(Object said, Object known) {
        return said instanceof Double a
                && known instanceof Double b
                && b.doubleValue() == b.floatValue()
                && a.floatValue() == b.floatValue();
    }

    private static boolean isCutTime(Object said, Object known, int sign) {
        if (sign > 0) {
            return false; // cutting makes a least time earlier, never later
        }
        if (said instanceof Instant a && known instanceof Instant b) {
            return Duration.between(a, b).compareTo(CUT) < 0;
        }
        return said instanceof LocalDateTime a
                && known instanceof LocalDateTime b
                && Duration.between(a, b).compareTo(CUT) < 0;
    }

    /** May a bound that is wider than the value come of being cut? */
    private static boolean isCut(StatsSchema.Leaf leaf, Object said, Object known, int sign) {
        if (said instanceof String a && known instanceof String b) {
            String prefix = sign > 0 || a.isEmpty() ? a : a.substring(0, a.offsetByCodePoints(a.length(), -1));
            return a.length() < b.length() + 2 && b.startsWith(prefix);
        }
        if (said instanceof Instant a && known instanceof Instant b) {
            return Duration.between(a, b).abs().compareTo(CUT) <= 0;
        }
        if (said instanceof LocalDateTime a && known instanceof LocalDateTime b) {
            return Duration.between(a, b).abs().compareTo(CUT) <= 0;
        }
        // Numbers with a fraction are written with the digits that tell them apart, by some writers with fewer
        return leaf.type() == PrimitiveType.DOUBLE
                || leaf.type() == PrimitiveType.FLOAT
                || leaf.type() instanceof DecimalType decimal && decimal.scale() > 0 && isClose(said, known);
    }

    private static boolean isClose(Object said, Object known) {
        double a = ((Number) said).doubleValue();
        double b = ((Number) known).doubleValue();
        return Math.abs(a - b) <= Math.abs(b) * 1e-12;
    }

    private static String shown(Object value) {
        return value instanceof byte[] bytes ? "0x" + java.util.HexFormat.of().formatHex(bytes) : value.toString();
    }
}
