package io.weir.compaction.optimize;

import io.weir.compaction.curve.Curve;
import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.table.alter.Clustering;
import io.weir.table.alter.SchemaPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By which columns the rows of a version are put in order. Pure functions. */
public final class ClusterColumns {
    private ClusterColumns() {}

    /** By those of the table, if it was made with {@code CLUSTER BY}: along the Hilbert curve, as Delta Spark does. (PROTOCOL.md, "Clustered Table") */
    public static Optional<AlongCurve> ofTable(Snapshot snapshot) {
        List<List<String>> columns =
                Clustering.columns(snapshot.domain(Clustering.DOMAIN).orElse(null), snapshot.metadata());
        return columns.isEmpty() ? Optional.empty() : Optional.of(new AlongCurve(Curve.HILBERT, columns, true));
    }

    /**
     * By columns that somebody names, in Z-order.
     *
     * @param names as in SQL, with dots between the parts of a nested one
     * @throws TableException if files are not skipped by a column, because it is one of the partitioning, has no statistics, or its values no order; or if
     *     the table has clustering columns of its own
     * @throws SchemaMismatchException if there is no such column
     */
    public static AlongCurve named(List<String> names, Snapshot snapshot) {
        ofTable(snapshot).ifPresent(layout -> {
            throw new TableException(
                    "The table is clustered by columns of its own; optimize it without Z-order, or change them by CLUSTER BY",
                    Facts.of("clusterBy", layout.names(), "zOrderBy", names));
        });
        StatisticsColumns indexed =
                StatisticsColumns.of(snapshot.schema(), snapshot.partitionColumns(), properties(snapshot));
        List<List<String>> columns = new ArrayList<>();
        for (String name : names) {
            List<String> column = new ArrayList<>();
            DataType type = resolve(SchemaPath.parse(name), snapshot.schema(), column);
            requireSkipped(column, type, snapshot, indexed);
            if (columns.contains(column)) {
                throw new TableException(
                        "A column to order by is named twice", Facts.of("column", new SchemaPath(column)));
            }
            columns.add(column);
        }
        return new AlongCurve(Curve.Z_ORDER, columns, false);
    }

    private static void requireSkipped(
            List<String> column, DataType type, Snapshot snapshot, StatisticsColumns indexed) {
        Facts facts = Facts.of("column", new SchemaPath(column));
        if (snapshot.partitionColumns().contains(column.get(0))) {
            throw new TableException(
                    "All rows of a file have the same value of a partition column, so there is nothing to order by it",
                    facts.and("partitionColumns", snapshot.partitionColumns()));
        }
        if (!StatisticsColumns.hasBounds(type)) {
            throw new TableException(
                    "Values of this type have no bounds in statistics, so no file could be skipped by their order",
                    facts.and("type", type));
        }
        if (!indexed.contains(column)) {
            throw new TableException(
                    "Files have no statistics of this column, so none could be skipped by its order; name it in the property, or move it"
                            + " among the first columns, and write the files again",
                    facts.and("property", StatisticsColumns.STATS_COLUMNS));
        }
    }

    private static Map<String, String> properties(Snapshot snapshot) {
        Map<String, String> properties = new HashMap<>();
        snapshot.metadata().configuration().forEach((name, value) -> {
            if (value != null) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    /**
     * The column's type.
     *
     * @param path gets its name as the schema spells it
     */
    private static DataType resolve(SchemaPath asked, StructType schema, List<String> path) {
        DataType type = schema;
        for (String name : asked.names()) {
            StructField field = type instanceof StructType struct ? find(name, struct) : null;
            if (field == null) {
                throw new SchemaMismatchException(
                        "The table has no such column",
                        Facts.of("column", asked, "columns", schema.names(), "rule", "known column"));
            }
            path.add(field.name());
            type = field.type();
        }
        return type;
    }

    private static @Nullable StructField find(String name, StructType struct) {
        int exact = struct.indexOf(name);
        if (exact >= 0) {
            return struct.field(exact);
        }
        return struct.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }
}
