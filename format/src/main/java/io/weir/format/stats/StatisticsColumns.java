package io.weir.format.stats;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a table keeps statistics of, and the schema these have as {@code stats_parsed}. Immutable.
 *
 * <p>Counted in leaves: a field of a struct is one, an array or a map is one. Partition columns have none. (PROTOCOL.md,
 * "Per-file Statistics")
 */
public final class StatisticsColumns {
    /** Table property: of how many leaves, from the first; -1 for all. */
    public static final String NUM_INDEXED_COLS = "delta.dataSkippingNumIndexedCols";
    /** Table property: of which columns, separated by commas; goes before {@link #NUM_INDEXED_COLS}. */
    public static final String STATS_COLUMNS = "delta.dataSkippingStatsColumns";

    private static final int DEFAULT_INDEXED = 32;

    private final StructType schema;
    private final Set<List<String>> leaves = new LinkedHashSet<>();

    private StatisticsColumns(StructType schema) {
        this.schema = schema;
        collect(List.of(), schema, leaves);
    }

    /**
     * The columns that a table's properties choose.
     *
     * @throws IllegalArgumentException if a property makes no sense; columns that do not exist are passed over
     */
    public static StatisticsColumns of(
            StructType tableSchema, Collection<String> partitionColumns, Map<String, String> properties) {
        StructType data = new StructType(tableSchema.fields().stream()
                .filter(f -> partitionColumns.stream().noneMatch(p -> p.equalsIgnoreCase(f.name())))
                .toList());
        @Nullable String chosen = properties.get(STATS_COLUMNS);
        if (chosen != null) {
            return new StatisticsColumns(filtered(data, ColumnPaths.parse(chosen)));
        }
        int count = numIndexed(properties);
        return count < 0 ? all(data) : new StatisticsColumns(new Cutter(count).cut(data));
    }

    /** All columns. */
    public static StatisticsColumns all(StructType dataSchema) {
        return new StatisticsColumns(dataSchema);
    }

    /** The same columns by the names that files and statistics have for them. */
    public StatisticsColumns physical(ColumnMapping mapping) {
        return mapping == ColumnMapping.NONE ? this : new StatisticsColumns(mapping.physicalSchema(schema));
    }

    private static int numIndexed(Map<String, String> properties) {
        @Nullable String text = properties.get(NUM_INDEXED_COLS);
        if (text == null) {
            return DEFAULT_INDEXED;
        }
        try {
            int count = Integer.parseInt(text.trim());
            if (count >= -1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number that is too small
        }
        throw new IllegalArgumentException(
                "Table property is a number of columns, or -1 for all {" + NUM_INDEXED_COLS + "=" + text + "}");
    }

    /** Takes leaves in order until there are enough. */
    private static final class Cutter {
        private int left;

        Cutter(int count) {
            left = count;
        }

        StructType cut(StructType struct) {
            List<StructField> kept = new ArrayList<>();
            for (StructField field : struct.fields()) {
                if (left <= 0) {
                    break;
                }
                if (field.type() instanceof StructType nested) {
                    kept.add(field.withType(cut(nested)));
                } else {
                    left--;
                    kept.add(field);
                }
            }
            return new StructType(kept);
        }
    }

    private static StructType filtered(StructType struct, List<List<String>> paths) {
        List<StructField> kept = new ArrayList<>();
        for (StructField field : struct.fields()) {
            List<List<String>> inside = new ArrayList<>();
            boolean whole = false;
            for (List<String> path : paths) {
                if (path.get(0).toLowerCase(Locale.ROOT).equals(field.name().toLowerCase(Locale.ROOT))) {
                    whole |= path.size() == 1;
                    inside.add(path.subList(1, path.size()));
                }
            }
            if (whole) {
                kept.add(field);
            } else if (!inside.isEmpty() && field.type() instanceof StructType nested) {
                kept.add(field.withType(filtered(nested, inside)));
            }
        }
        return new StructType(kept);
    }

    private static void collect(List<String> parent, StructType struct, Set<List<String>> leaves) {
        for (StructField field : struct.fields()) {
            List<String> path = new ArrayList<>(parent);
            path.add(field.name());
            if (field.type() instanceof StructType nested) {
                collect(path, nested, leaves);
            } else {
                leaves.add(List.copyOf(path));
            }
        }
    }

    /** The table's schema with only these columns in it. */
    public StructType schema() {
        return schema;
    }

    /** The paths of the leaves, in the order of the schema. */
    public Set<List<String>> leaves() {
        return java.util.Collections.unmodifiableSet(leaves);
    }

    public boolean contains(List<String> path) {
        return leaves.contains(path);
    }

    /** Has a column of this type bounds in Delta's statistics? Numbers, dates, timestamps and strings have. */
    public static boolean hasBounds(DataType type) {
        return type instanceof DecimalType
                || type instanceof PrimitiveType primitive
                        && primitive != PrimitiveType.VOID
                        && primitive != PrimitiveType.BOOLEAN
                        && primitive != PrimitiveType.BINARY;
    }

    /**
     * The schema of {@code stats_parsed}: {@code numRecords}, {@code minValues}, {@code maxValues}, {@code nullCount}, and {@code
     * tightBounds} where deletion vectors are supported. Everything may be null.
     */
    public StructType statsSchema(boolean tightBounds) {
        StructType result = StructType.EMPTY.add("numRecords", PrimitiveType.LONG);
        StructType bounds = bounds(schema);
        if (bounds.size() > 0) {
            result = result.add("minValues", bounds).add("maxValues", bounds);
        }
        StructType counts = counts(schema);
        if (counts.size() > 0) {
            result = result.add("nullCount", counts);
        }
        return tightBounds ? result.add("tightBounds", PrimitiveType.BOOLEAN) : result;
    }

    private static StructType bounds(StructType struct) {
        StructType result = StructType.EMPTY;
        for (StructField field : struct.fields()) {
            if (field.type() instanceof StructType nested) {
                StructType inside = bounds(nested);
                result = inside.size() > 0 ? result.add(field.name(), inside) : result;
            } else if (hasBounds(field.type())) {
                result = result.add(field.name(), field.type());
            }
        }
        return result;
    }

    private static StructType counts(StructType struct) {
        StructType result = StructType.EMPTY;
        for (StructField field : struct.fields()) {
            if (field.type() instanceof StructType nested) {
                StructType inside = counts(nested);
                result = inside.size() > 0 ? result.add(field.name(), inside) : result;
            } else {
                result = result.add(field.name(), PrimitiveType.LONG);
            }
        }
        return result;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StatisticsColumns that && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public String toString() {
        return leaves.toString();
    }
}
