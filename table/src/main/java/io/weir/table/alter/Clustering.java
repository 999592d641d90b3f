package io.weir.table.alter;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns by which a table's rows are to lie together, in the domain {@code delta.clustering} by their physical names. (PROTOCOL.md,
 * "Clustered Table")
 */
public final class Clustering {
    public static final String DOMAIN = "delta.clustering";

    /** As many as Delta Spark takes; the curve that rows lie along gets thin with more. */
    private static final int MAX_COLUMNS = 4;

    private Clustering() {}

    /** @param columns none takes the clustering away */
    public static TableChange by(List<String> columns) {
        return new ClusterBy(columns.stream().map(SchemaPath::parse).toList());
    }

    /**
     * What the log says of the clustering of a table that is made.
     *
     * @param columns at least one
     * @param metadata of the new table; the ids and names of columns that are mapped are in it
     * @throws TableException if the table cannot be clustered so
     * @throws io.weir.log.error.SchemaMismatchException if there is no such column
     */
    public static DomainMetadata ofNew(List<String> columns, Metadata metadata) {
        DomainMetadata domain = domain(columns.stream().map(SchemaPath::parse).toList(), metadata);
        requireStatistics(domain, metadata);
        return domain;
    }

    /** The clustering columns of a table, as its schema names them. */
    public static List<List<String>> columns(@Nullable DomainMetadata domain, Metadata metadata) {
        if (domain == null || domain.removed()) {
            return List.of();
        }
        List<List<String>> columns = new ArrayList<>();
        for (List<String> physical : physicalColumns(domain)) {
            columns.add(logical(metadata.schema(), mapping(metadata), physical));
        }
        return columns;
    }

    private static List<List<String>> physicalColumns(DomainMetadata domain) {
        try {
            Map<String, String> members = JsonInput.of(domain.configuration()).rawMapOrNull();
            String json = members == null ? null : members.get("clusteringColumns");
            List<List<String>> columns = new ArrayList<>();
            if (json != null) {
                for (String element : JsonInput.of(json).rawElements()) {
                    columns.add(JsonInput.of(element).strings());
                }
            }
            return columns;
        } catch (JsonFormatException e) {
            throw new CorruptTableException(
                    "The table's clustering columns cannot be read",
                    Facts.of("configuration", domain.configuration(), "domain", DOMAIN, "reason", e.reason()),
                    e);
        }
    }

    private static List<String> logical(StructType schema, ColumnMapping mapping, List<String> physical) {
        List<String> names = new ArrayList<>();
        DataType type = schema;
        for (String name : physical) {
            StructField found = null;
            if (type instanceof StructType struct) {
                for (StructField field : struct.fields()) {
                    if (mapping.physicalName(field).equals(name)) {
                        found = field;
                    }
                }
            }
            if (found == null) {
                return physical;
            }
            names.add(found.name());
            type = found.type();
        }
        return names;
    }

    private static ColumnMapping mapping(Metadata metadata) {
        String mode = metadata.property(TableProperties.COLUMN_MAPPING_MODE);
        return mode == null ? ColumnMapping.NONE : ColumnMapping.of(mode).orElse(ColumnMapping.NONE);
    }

    /** Every file must have statistics of the clustering columns; a change must not take them away. */
    static void requireStatistics(TableDraft draft) {
        requireStatistics(draft.currentDomain(DOMAIN), draft.metadata());
    }

    private static void requireStatistics(@Nullable DomainMetadata domain, Metadata metadata) {
        List<List<String>> columns = columns(domain, metadata);
        if (columns.isEmpty()) {
            return;
        }
        Map<String, String> properties = new HashMap<>();
        metadata.configuration().forEach((name, value) -> {
            if (value != null) {
                properties.put(name, value);
            }
        });
        StatisticsColumns indexed = StatisticsColumns.of(metadata.schema(), metadata.partitionColumns(), properties);
        for (List<String> column : columns) {
            if (!indexed.contains(column)) {
                throw new TableException(
                        "Files have no statistics of a clustering column; move it among the first columns, or name it in the property",
                        Facts.of("column", new SchemaPath(column), "property", StatisticsColumns.STATS_COLUMNS));
            }
        }
    }

    private static DomainMetadata domain(List<SchemaPath> columns, Metadata metadata) {
        if (!metadata.partitionColumns().isEmpty()) {
            throw new TableException(
                    "A table that is partitioned is not clustered",
                    Facts.of("partitionColumns", metadata.partitionColumns()));
        }
        if (columns.size() > MAX_COLUMNS) {
            throw new TableException(
                    "A table is clustered by a few columns at most", Facts.of("columns", columns, "most", MAX_COLUMNS));
        }
        List<List<String>> physical = new ArrayList<>();
        for (SchemaPath column : columns) {
            SchemaPath spelled = column.in(metadata.schema());
            DataType type = spelled.type(metadata.schema());
            if (!StatisticsColumns.hasBounds(type)) {
                throw new TableException(
                        "Values of this type have no bounds in statistics, so a table is not clustered by them",
                        Facts.of("column", spelled, "type", type));
            }
            List<String> path = mapping(metadata).physicalPath(metadata.schema(), spelled.names());
            if (path == null || physical.contains(path)) {
                throw new TableException("A clustering column is named twice", Facts.of("column", spelled));
            }
            physical.add(path);
        }
        return new DomainMetadata(DOMAIN, configuration(physical), false);
    }

    private static String configuration(List<List<String>> physical) {
        JsonOutput out = new JsonOutput().beginObject().beginArray("clusteringColumns");
        for (List<String> path : physical) {
            out.beginArray();
            path.forEach(out::value);
            out.endArray();
        }
        return out.endArray().member("domainName", DOMAIN).endObject().toString();
    }

    private record ClusterBy(List<SchemaPath> columns) implements TableChange {
        ClusterBy {
            columns = List.copyOf(columns);
        }

        @Override
        public void applyTo(TableDraft draft) {
            if (columns.isEmpty() && draft.currentDomain(DOMAIN) == null) {
                return;
            }
            DomainMetadata domain = domain(columns, draft.metadata());
            draft.feature(TableFeature.CLUSTERING);
            draft.domain(domain);
        }

        @Override
        public String operation() {
            return "CLUSTER BY";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of(
                    "oldClusteringColumns",
                    names(Clustering.columns(
                            draft.snapshot().domain(DOMAIN).orElse(null),
                            draft.snapshot().metadata())),
                    "newClusteringColumns",
                    names(Clustering.columns(draft.currentDomain(DOMAIN), draft.metadata())));
        }

        private static String names(List<List<String>> columns) {
            return String.join(
                    ",", columns.stream().map(c -> new SchemaPath(c).toString()).toList());
        }
    }
}
