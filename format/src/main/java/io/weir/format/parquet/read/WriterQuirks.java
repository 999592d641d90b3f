package io.weir.format.parquet.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be known of the program that wrote a file to read it: mistakes of old versions of parquet-java. Immutable.
 *
 * @param chunksMayBeLonger are lengths of column chunks without the header of their dictionary? (PARQUET-816)
 * @param prefixesGoOn may the first string of a page begin like the last one of the page before? (PARQUET-246)
 */
record WriterQuirks(boolean chunksMayBeLonger, boolean prefixesGoOn) {
    /** More than any header of a dictionary page takes. */
    static final int LONGEST_HEADER = 100;

    private static final Pattern VERSION = Pattern.compile(
            "parquet-mr(?: version)? ?(?:(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?)?.*", Pattern.DOTALL);

    /** @param createdBy what the file says of itself */
    static WriterQuirks of(String createdBy) {
        Matcher version = VERSION.matcher(createdBy);
        if (!version.matches()) {
            return new WriterQuirks(false, false);
        }
        return new WriterQuirks(isBefore(version, 1, 2, 9), isBefore(version, 1, 8, 0));
    }

    /** A version that is not told may be any. */
    private static boolean isBefore(Matcher version, int... other) {
        for (int i = 0; i < other.length; i++) {
            String part = version.group(i + 1);
            int found = part == null ? 0 : Integer.parseInt(part);
            if (found != other[i]) {
                return found < other[i];
            }
        }
        return false;
    }
}
