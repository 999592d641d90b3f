package io.weir.cli;

import io.weir.table.dml.DmlResult;

/** What is said of an operation that changed rows. Pure functions. */
final class Changed {
    private Changed() {}

    /** @param metric what counts the rows; not every table's log knows it */
    static String sentence(DmlResult result, String metric, String done) {
        if (!result.changed()) {
            return "no row had to change; version " + result.version() + " stays the latest";
        }
        Long rows = result.metrics().get(metric);
        return (rows == null ? "rows" : Counted.of(rows, "row")) + " " + done + " in version " + result.version();
    }
}
