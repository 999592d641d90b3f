package io.weir.table.alter;

import io.weir.format.json.JsonOutput;
import io.weir.format.stats.ColumnPaths;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.table.sql.ColumnDdl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Columns that are added, dropped and renamed. Files stay as they are. (PROTOCOL.md, "Column Mapping") */
public final class ColumnsComeAndGo {
    private ColumnsComeAndGo() {}

    /** Adds columns as SQL writes them: {@code "a.b INT COMMENT 'why' AFTER c, d STRING FIRST"}. They are null in all rows that are there. */
    public static TableChange add(String ddl) {
        return new Add(ColumnDdl.parse(ddl).stream()
                .map(column -> new Added(
                        new SchemaPath(column.path()),
                        new StructField(
                                column.path().get(column.path().size() - 1),
                                column.type(),
                                column.nullable(),
                                column.metadata()),
                        column.first()
                                ? ColumnPosition.FIRST
                                : column.after() == null ? null : ColumnPosition.after(column.after())))
                .toList());
    }

    /** The same for one column. @param position null: at the end */
    public static TableChange add(String path, DataType type, @Nullable ColumnPosition position) {
        SchemaPath place = SchemaPath.parse(path);
        return new Add(List.of(new Added(place, new StructField(place.name(), type), position)));
    }

    /** Takes columns out of the table. Files keep what they have of them. */
    public static TableChange drop(Collection<String> columns) {
        return new Drop(columns.stream().map(SchemaPath::parse).toList());
    }

    /** @param newName of the column alone, without the names around it */
    public static TableChange rename(String column, String newName) {
        return new Rename(SchemaPath.parse(column), newName);
    }

    private record Added(
            SchemaPath path, StructField field, @Nullable ColumnPosition position) {}

    private record Add(List<Added> columns) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            for (Added added : columns) {
                requireNullable(draft, added.field(), added.path().toString());
                StructType schema = added.path().editParent(draft.schema(), struct -> insert(struct, added));
                draft.schema(schema);
            }
        }

        private static StructType insert(StructType struct, Added added) {
            int known = struct.indexOf(added.field().name());
            if (known >= 0) {
                throw new SchemaMismatchException(
                        "The table has a column of this name; case does not tell them apart",
                        Facts.of(
                                "column",
                                added.path(),
                                "other",
                                struct.field(known).name(),
                                "rule",
                                "distinct names"));
            }
            ColumnPosition position = added.position();
            return position == null
                    ? struct.add(added.field())
                    : position.insert(struct.fields(), added.field(), added.path());
        }

        private static void requireNullable(TableDraft draft, StructField field, String path) {
            if (!field.nullable()) {
                throw draft.refused(
                        "A column that is added is null in the rows that are there; add it without NOT NULL, fill it, then set NOT NULL",
                        Facts.of("column", path, "rule", "NOT NULL"));
            }
            requireNullableParts(draft, field.type(), path);
        }

        private static void requireNullableParts(TableDraft draft, DataType type, String path) {
            if (type instanceof StructType struct) {
                struct.fields().forEach(field -> requireNullable(draft, field, path + "." + field.name()));
            } else if (type instanceof ArrayType array) {
                requireNullableParts(draft, array.element(), path + ".element");
            } else if (type instanceof MapType map) {
                requireNullableParts(draft, map.key(), path + ".key");
                requireNullableParts(draft, map.value(), path + ".value");
            }
        }

        @Override
        public String operation() {
            return "ADD COLUMNS";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            JsonOutput out = new JsonOutput().beginArray();
            for (Added added : columns) {
                out.beginObject().name("column").raw(ChangeText.field(added.path(), added.field()));
                ColumnPosition position = added.position();
                if (position != null) {
                    out.member("position", position.toString());
                }
                out.endObject();
            }
            return Map.of("columns", out.endArray().toString());
        }
    }

    private static void requireMapped(TableDraft draft, SchemaPath path, String what) {
        if (!draft.mapsColumns()) {
            throw draft.refused(
                    "Files have columns by their names, so a column cannot be renamed or dropped before columns are mapped; set"
                            + " delta.columnMapping.mode=name first",
                    Facts.of("change", what, "column", path));
        }
    }

    private record Drop(List<SchemaPath> columns) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            for (SchemaPath wanted : columns) {
                SchemaPath path = wanted.in(draft.schema());
                requireMapped(draft, path, "drop");
                if (path.isTopLevel() && draft.metadata().partitionColumns().contains(path.name())) {
                    throw draft.refused(
                            "A partition column cannot be dropped: it says which files hold what",
                            Facts.of(
                                    "column",
                                    path,
                                    "partitionColumns",
                                    draft.metadata().partitionColumns()));
                }
                for (List<String> clustering :
                        Clustering.columns(draft.currentDomain(Clustering.DOMAIN), draft.metadata())) {
                    if (path.contains(clustering)) {
                        throw draft.refused(
                                "The table is clustered by the column; cluster it by others first",
                                Facts.of("column", path, "clusteredBy", clustering));
                    }
                }
                DependentExpressions.requireNone(draft.metadata(), path);
                draft.schema(path.editParent(draft.schema(), struct -> {
                    List<StructField> fields = new ArrayList<>(struct.fields());
                    fields.remove(struct.indexOf(path.name()));
                    return new StructType(fields);
                }));
                statisticsColumns(draft, path, null);
            }
        }

        @Override
        public String operation() {
            return "DROP COLUMNS";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of(
                    "columns",
                    ChangeText.list(columns.stream().map(SchemaPath::toString).toList()));
        }
    }

    private record Rename(SchemaPath column, String newName) implements TableChange {
        @Override
        public void applyTo(TableDraft draft) {
            SchemaPath path = column.in(draft.schema());
            requireMapped(draft, path, "rename");
            DependentExpressions.requireNone(draft.metadata(), path);
            draft.schema(path.editParent(draft.schema(), struct -> renamed(struct, path)));
            if (path.isTopLevel()) {
                List<String> partitions = draft.metadata().partitionColumns().stream()
                        .map(name -> name.equals(path.name()) ? newName : name)
                        .toList();
                draft.metadata(draft.metadata().toBuilder()
                        .partitionColumns(partitions)
                        .build());
            }
            statisticsColumns(draft, path, newName);
        }

        private StructType renamed(StructType struct, SchemaPath path) {
            int index = struct.indexOf(path.name());
            int other = struct.indexOf(newName);
            if (other >= 0 && other != index) {
                throw new SchemaMismatchException(
                        "The table has a column of this name; case does not tell them apart",
                        Facts.of(
                                        "column",
                                        path.sibling(newName),
                                        "other",
                                        struct.field(other).name())
                                .and("rule", "distinct names"));
            }
            List<StructField> fields = new ArrayList<>(struct.fields());
            StructField field = fields.get(index);
            fields.set(index, new StructField(newName, field.type(), field.nullable(), field.metadata()));
            return new StructType(fields);
        }

        @Override
        public String operation() {
            return "RENAME COLUMN";
        }

        @Override
        public Map<String, String> parameters(TableDraft draft) {
            return Map.of(
                    "oldColumnPath",
                    column.toString(),
                    "newColumnPath",
                    column.sibling(newName).toString());
        }
    }

    /** The property that names the columns with statistics goes along. @param newName null if the column is gone */
    private static void statisticsColumns(TableDraft draft, SchemaPath path, @Nullable String newName) {
        String property = draft.metadata().property(StatisticsColumns.STATS_COLUMNS);
        if (property == null) {
            return;
        }
        List<String> kept = new ArrayList<>();
        for (List<String> known : ColumnPaths.parse(property)) {
            if (!path.contains(known)) {
                kept.add(new SchemaPath(known).toString());
            } else if (newName != null) {
                List<String> renamed = new ArrayList<>(known);
                renamed.set(path.names().size() - 1, newName);
                kept.add(new SchemaPath(renamed).toString());
            }
        }
        draft.property(StatisticsColumns.STATS_COLUMNS, String.join(",", kept));
    }
}
