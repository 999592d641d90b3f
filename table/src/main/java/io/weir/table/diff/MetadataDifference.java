package io.weir.table.diff;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.state.TableShape;
import io.weir.table.alter.Clustering;
import io.weir.table.diff.Difference.Change;
import io.weir.table.diff.Difference.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares what two versions are, apart from their files. Collects as it goes; one thread at a time. */
final class MetadataDifference {
    private final List<Difference> found = new ArrayList<>();
    private final boolean mapped;
    private final ColumnMapping mappingBefore;
    private final ColumnMapping mappingAfter;

    private MetadataDifference(TableShape before, TableShape after) {
        this.mappingBefore = before.columnMapping();
        this.mappingAfter = after.columnMapping();
        this.mapped = mappingBefore != ColumnMapping.NONE
                && mappingAfter != ColumnMapping.NONE
                && before.metadata().id().equals(after.metadata().id());
    }

    /** Columns first, in the order of the table; then partitioning, clustering, properties and protocol, each by name. */
    static List<Difference> of(Snapshot before, Snapshot after) {
        MetadataDifference difference = new MetadataDifference(before.shape(), after.shape());
        difference.columns("", before.schema(), after.schema());
        difference.value(
                Subject.TABLE,
                "name",
                before.metadata().name(),
                after.metadata().name());
        difference.value(
                Subject.TABLE,
                "description",
                before.metadata().description(),
                after.metadata().description());
        difference.value(
                Subject.PARTITIONING, "columns", listed(before.partitionColumns()), listed(after.partitionColumns()));
        difference.value(Subject.CLUSTERING, "columns", clustering(before), clustering(after));
        difference.values(
                Subject.PROPERTY,
                before.metadata().configuration(),
                after.metadata().configuration());
        difference.protocol(before, after);
        return List.copyOf(difference.found);
    }

    private void protocol(Snapshot before, Snapshot after) {
        value(
                Subject.PROTOCOL,
                "minReaderVersion",
                Integer.toString(before.protocol().minReaderVersion()),
                Integer.toString(after.protocol().minReaderVersion()));
        value(
                Subject.PROTOCOL,
                "minWriterVersion",
                Integer.toString(before.protocol().minWriterVersion()),
                Integer.toString(after.protocol().minWriterVersion()));
        values(Subject.FEATURE, features(before), features(after));
    }

    private static Map<String, @Nullable String> features(Snapshot snapshot) {
        Map<String, @Nullable String> features = new HashMap<>();
        snapshot.protocol().effectiveReaderFeatures().forEach(feature -> features.put(feature, "supported"));
        snapshot.protocol().effectiveWriterFeatures().forEach(feature -> features.put(feature, "supported"));
        return features;
    }

    private static @Nullable String clustering(Snapshot snapshot) {
        return listed(Clustering.columns(snapshot.domain(Clustering.DOMAIN).orElse(null), snapshot.metadata()).stream()
                .map(path -> String.join(".", path))
                .toList());
    }

    private static @Nullable String listed(Collection<String> names) {
        return names.isEmpty() ? null : String.join(", ", names);
    }

    private void values(Subject subject, Map<String, @Nullable String> before, Map<String, @Nullable String> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.forEach(name -> value(subject, name, before.get(name), after.get(name)));
    }

    private void value(Subject subject, String name, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            Change change = before == null ? Change.ADDED : after == null ? Change.REMOVED : Change.CHANGED;
            found.add(new Difference(subject, name, change, before, after));
        }
    }

    private void column(String name, Change change, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            found.add(new Difference(Subject.COLUMN, name, change, before, after));
        }
    }

    private void columns(String parent, StructType before, StructType after) {
        Map<String, StructField> old = new TreeMap<>();
        before.fields().forEach(field -> old.put(identity(mappingBefore, field), field));
        for (StructField field : after.fields()) {
            StructField was = old.remove(identity(mappingAfter, field));
            String name = parent + field.name();
            if (was == null) {
                column(name, Change.ADDED, null, declared(field));
            } else {
                column(name, Change.RENAMED, parent + was.name(), name);
                column(name, Change.NULLABILITY, nullability(was), nullability(field));
                column(name, Change.COMMENT, comment(was), comment(field));
                type(name, was.type(), field.type());
            }
        }
        for (StructField field : before.fields()) {
            if (old.containsKey(identity(mappingBefore, field))) {
                column(parent + field.name(), Change.REMOVED, declared(field), null);
            }
        }
    }

    /** Within one table a mapped column is the same under every name. */
    private String identity(ColumnMapping mapping, StructField field) {
        return mapped ? mapping.physicalName(field) : field.name().toLowerCase(Locale.ROOT);
    }

    private void type(String name, DataType before, DataType after) {
        if (before instanceof StructType was && after instanceof StructType is) {
            columns(name + ".", was, is);
        } else if (before instanceof ArrayType was && after instanceof ArrayType is) {
            type(name + ".element", was.element(), is.element());
        } else if (before instanceof MapType was && after instanceof MapType is) {
            type(name + ".key", was.key(), is.key());
            type(name + ".value", was.value(), is.value());
        } else {
            column(name, Change.TYPE, before.sql(), after.sql());
        }
    }

    private static String declared(StructField field) {
        return field.type().sql() + (field.nullable() ? "" : " NOT NULL");
    }

    private static String nullability(StructField field) {
        return field.nullable() ? "NULL" : "NOT NULL";
    }

    private static @Nullable String comment(StructField field) {
        return FieldProperties.text(field.metadata(), FieldProperties.COMMENT);
    }
}
