package io.weir.table.data;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names the directories of partitions as Hive does. Only a habit that makes tables readable for people: the log's values count,
 * never the directory. Pure functions.
 */
final class PartitionPath {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final String ESCAPED = "\"#%'*/:=?\\{[]^";

    private PartitionPath() {}

    /** {@code date=2001-01-05/origin=SFO/}, escaped but not encoded; empty without partition columns. */
    static String of(List<String> columns, List<@Nullable String> values) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String value = values.get(i);
            escape(columns.get(i), path);
            path.append('=');
            if (value == null) {
                path.append(NULL);
            } else {
                escape(value, path);
            }
            path.append('/');
        }
        return path.toString();
    }

    private static void escape(String text, StringBuilder path) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u007f' || ESCAPED.indexOf(c) >= 0) {
                path.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            } else {
                path.append(c);
            }
        }
    }
}
