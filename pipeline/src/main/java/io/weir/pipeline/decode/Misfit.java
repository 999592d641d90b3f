package io.weir.pipeline.decode;

import org.jspecify.annotations.Nullable;

/** Why a record did not go into the batch: a {@link BadRecord} that does not know its place and text yet. */
record Misfit(
        @Nullable String column,
        @Nullable String expected,
        @Nullable String found,
        String reason) {
    private static final int LONGEST_SHOWN = 120;

    static final String WRONG_TYPE = "A value does not fit its column";

    BadRecord at(String source, long row, String text) {
        return new BadRecord(source, row, column, expected, found, reason, text);
    }

    /** A value as shown in a message: not without end. */
    static String shown(String value) {
        if (value.length() <= LONGEST_SHOWN) {
            return value;
        }
        return value.substring(0, LONGEST_SHOWN) + "… (" + value.length() + " characters)";
    }

    /** Carries a misfit out of nested parsing. Costs no stack trace. */
    static final class Found extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Misfit misfit;

        Found(Misfit misfit) {
            super(misfit.reason(), null, false, false);
            this.misfit = misfit;
        }

        Misfit misfit() {
            return misfit;
        }
    }
}
