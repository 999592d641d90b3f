package io.weir.cli;

import java.util.Locale;

/** What a command that runs a query says of it on standard error. */
enum ProgressForm {
    /** On a terminal one line that is written over, elsewhere one for each version. */
    LINE,
    /** An object a line for each version, and nothing else. */
    JSON,
    /** Nothing until the end. */
    NONE;

    /** @throws IllegalArgumentException if it is none of them */
    static ProgressForm of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "line" -> LINE;
            case "json" -> JSON;
            case "none" -> NONE;
            default -> throw new IllegalArgumentException("--progress is line, json or none; found " + text);
        };
    }
}
