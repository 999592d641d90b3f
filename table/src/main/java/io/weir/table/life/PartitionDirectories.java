package io.weir.table.life;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.DataPath;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of partition columns as the names of directories have them: {@code year=2026/month=11}. Immutable.
 *
 * @param columns names and types, in the order of the directories
 */
record PartitionDirectories(StructType columns) {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,17}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** The directories of a file's name that are values: column to value, null for null. */
    static Map<String, @Nullable String> of(String name) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        String[] parts = name.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String value = DataPath.decode(parts[i].substring(equals + 1));
                values.put(DataPath.decode(parts[i].substring(0, equals)), value.equals(NULL) ? null : value);
            }
        }
        return values;
    }

    /**
     * The columns of all files, of the types asked for or of those that all values have: INT, BIGINT, DATE, else STRING.
     *
     * @param asked null: find out
     * @throws TableException if files are not all in directories of the same columns
     */
    static PartitionDirectories infer(Map<String, Map<String, @Nullable String>> byFile, @Nullable StructType asked) {
        @Nullable List<String> names = null;
        for (Map.Entry<String, Map<String, @Nullable String>> file : byFile.entrySet()) {
            List<String> found = List.copyOf(file.getValue().keySet());
            if (names == null) {
                names = found;
            } else if (!names.equals(found)) {
                throw new TableException(
                        "Files are not all in directories of the same partition columns",
                        Facts.of("columns", names, "file", file.getKey(), "found", found));
            }
        }
        List<String> columns = names == null ? List.of() : names;
        if (asked == null) {
            return new PartitionDirectories(new StructType(columns.stream()
                    .map(name -> new StructField(name, typeOf(name, byFile)))
                    .toList()));
        }
        if (!asked.names().equals(columns)) {
            throw new TableException(
                    "The directories have other partition columns than those that were said",
                    Facts.of("found", columns, "said", asked.names()));
        }
        return new PartitionDirectories(asked);
    }

    private static DataType typeOf(String column, Map<String, Map<String, @Nullable String>> byFile) {
        boolean ints = true;
        boolean longs = true;
        boolean dates = true;
        boolean any = false;
        for (Map<String, @Nullable String> values : byFile.values()) {
            String value = values.get(column);
            if (value != null) {
                any = true;
                boolean whole = INTEGER.matcher(value).matches();
                longs &= whole;
                ints &= whole && Long.parseLong(value) == (int) Long.parseLong(value);
                dates &= DATE.matcher(value).matches() && isOf(PrimitiveType.DATE, value);
            }
        }
        if (!any) {
            return PrimitiveType.STRING;
        }
        return ints
                ? PrimitiveType.INTEGER
                : longs ? PrimitiveType.LONG : dates ? PrimitiveType.DATE : PrimitiveType.STRING;
    }

    private static boolean isOf(DataType type, String value) {
        try {
            PartitionValues.append(value, ColumnBuilder.of(type));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /**
     * The values as the log has them.
     *
     * @throws TableException if one is none of its column's type
     */
    Map<String, @Nullable String> values(String file, Map<String, @Nullable String> found) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (StructField column : columns.fields()) {
            String text = found.get(column.name());
            ColumnBuilder builder = ColumnBuilder.of(column.type());
            try {
                PartitionValues.append(text, builder);
            } catch (RuntimeException e) {
                throw new TableException(
                        "The name of a directory is no value of the partition column",
                        Facts.of("column", column.name(), "file", file, "found", text)
                                .and("type", column.type()),
                        e);
            }
            values.put(column.name(), PartitionValues.format(builder.build(), 0));
        }
        return values;
    }
}
