package io.weir.suite.written;

import java.util.List;

/** The tables of one area. */
record SparkTables(String area, List<SparkTable> tables) {
    static SparkTables of(String area, SparkTable... tables) {
        return new SparkTables(area, List.of(tables));
    }
}
