package io.weir.compaction.retention;

/** Which names in a table's directory are the table's data. Pure functions. */
final class DataNames {
    /** Where files of changed rows are. */
    static final String CHANGES = "_change_data";

    private static final String ICEBERG = "metadata";

    private DataNames() {}

    /** Is it a data file, a file of changed rows or a deletion vector, by its name? */
    static boolean isData(String name) {
        return name.startsWith(CHANGES + "/") || isVisible(name);
    }

    /**
     * Hidden files and directories are nobody's business; those of partitions may begin with an underscore. What is in {@code metadata}
     * belongs to Iceberg readers of the table.
     */
    static boolean isVisible(String name) {
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            if (isHidden(name, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isHidden(String name, int start, int end) {
        char first = start < end ? name.charAt(start) : 'x';
        if (first == '_') {
            int equals = name.indexOf('=', start);
            return equals < 0 || equals >= end;
        }
        return first == '.' || end - start == ICEBERG.length() && name.startsWith(ICEBERG, start);
    }
}
