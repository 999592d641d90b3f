package io.weir.compaction.check;

import java.util.Locale;

/** How bad a finding is. */
public enum Severity {
    /** Rows are lost, cannot be read, or may be read wrongly. */
    ERROR,
    /** Nothing is read wrongly now; something that should hold does not. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    /** As it is printed: {@code error}, {@code warning}, {@code note}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
