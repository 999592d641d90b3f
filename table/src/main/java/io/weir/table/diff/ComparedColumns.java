package io.weir.table.diff;

import io.weir.format.expression.Alias;
import io.weir.format.expression.Cast;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.state.TableShape;
import io.weir.log.state.TypeChanges;
import io.weir.table.scan.ScanShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns by which rows of two versions are compared, and how files of each are read for it. Immutable.
 *
 * <p>All files of one table are read as its newer version reads them: a column that was added is null in the rows from before, one that was
 * renamed or widened is the same. What the newer version does not have, or has with another type, cannot be compared. Of two tables those
 * columns are compared that both have.
 *
 * @param schema the columns that are compared
 * @param left columns that are not, and why
 */
record ComparedColumns(StructType schema, ScanShape before, ScanShape after, Map<String, String> left) {
    static ComparedColumns of(ComparedVersion before, ComparedVersion after) {
        TableShape was = before.snapshot().shape();
        TableShape is = after.snapshot().shape();
        boolean forward = before.snapshot().version() <= after.snapshot().version();
        TableShape newer = forward ? is : was;
        TableShape older = forward ? was : is;
        boolean sameNames =
                older.columnMapping() == ColumnMapping.NONE || older.columnMapping() == newer.columnMapping();
        return before.isTableOf(after) && sameNames ? ofOneTable(older, newer, forward) : ofTwo(was, is);
    }

    private static ComparedColumns ofOneTable(TableShape older, TableShape newer, boolean forward) {
        StructType oldPhysical = older.columnMapping().physicalSchema(older.schema());
        StructType newPhysical = newer.columnMapping().physicalSchema(newer.schema());
        Map<String, String> left = new LinkedHashMap<>();
        List<StructField> compared = new ArrayList<>();
        for (int i = 0; i < newPhysical.size(); i++) {
            int same = oldPhysical.indexOf(newPhysical.field(i).name());
            StructField field = newer.schema().field(i);
            if (same < 0
                    || holds(
                            oldPhysical.field(same).type(), newPhysical.field(i).type())) {
                compared.add(field);
            } else {
                left.put(field.name(), "it has another type in each version");
            }
        }
        for (int i = 0; i < oldPhysical.size(); i++) {
            if (newPhysical.indexOf(oldPhysical.field(i).name()) < 0) {
                left.put(older.schema().field(i).name(), "only version " + (forward ? "before" : "after") + " has it");
            }
        }
        StructType schema = new StructType(compared);
        List<Expression> select = references(schema);
        ScanShape old = shape(newer, partitionColumns(newer, older), select);
        ScanShape now = shape(newer, newer.partitionSchema().names(), select);
        return new ComparedColumns(schema, forward ? old : now, forward ? now : old, left);
    }

    private static ScanShape shape(TableShape shape, List<String> partitions, List<Expression> select) {
        return new ScanShape(shape.schema(), partitions, shape.columnMapping(), select, null);
    }

    private static List<Expression> references(StructType schema) {
        return schema.names().stream()
                .map(name -> (Expression) new ColumnReference(List.of(name)))
                .toList();
    }

    /** The partition columns of the older version by the names that the newer one has for them. */
    private static List<String> partitionColumns(TableShape newer, TableShape older) {
        Set<String> physical = new HashSet<>();
        older.partitionSchema().fields().forEach(field -> physical.add(key(older.columnMapping(), field)));
        return newer.schema().fields().stream()
                .filter(field -> physical.contains(key(newer.columnMapping(), field)))
                .map(StructField::name)
                .toList();
    }

    private static String key(ColumnMapping mapping, StructField field) {
        return mapping.physicalName(field).toLowerCase(Locale.ROOT);
    }

    /** Can what was written as one type be read as another? Fields of structs may have come and gone. */
    private static boolean holds(DataType older, DataType newer) {
        if (older instanceof StructType was && newer instanceof StructType is) {
            return was.fields().stream()
                    .allMatch(field -> is.field(field.name())
                            .map(same -> holds(field.type(), same.type()))
                            .orElse(true));
        }
        if (older instanceof ArrayType was && newer instanceof ArrayType is) {
            return holds(was.element(), is.element());
        }
        if (older instanceof MapType was && newer instanceof MapType is) {
            return holds(was.key(), is.key()) && holds(was.value(), is.value());
        }
        return TypeChanges.isWidening(older, newer);
    }

    private static ComparedColumns ofTwo(TableShape before, TableShape after) {
        Map<String, String> left = new LinkedHashMap<>();
        List<StructField> compared = new ArrayList<>();
        List<Expression> selectBefore = new ArrayList<>();
        List<Expression> selectAfter = new ArrayList<>();
        for (StructField is : after.schema().fields()) {
            int index = before.schema().indexOf(is.name());
            if (index < 0) {
                left.put(is.name(), "only the version after has it");
                continue;
            }
            StructField was = before.schema().field(index);
            DataType wider = wider(was.type(), is.type());
            if (wider == null) {
                left.put(is.name(), "it has another type in each version");
                continue;
            }
            compared.add(is.withType(wider));
            selectBefore.add(as(was, wider));
            selectAfter.add(as(is, wider));
        }
        for (StructField was : before.schema().fields()) {
            if (after.schema().indexOf(was.name()) < 0) {
                left.put(was.name(), "only the version before has it");
            }
        }
        return new ComparedColumns(
                new StructType(compared),
                shape(before, before.partitionSchema().names(), selectBefore),
                shape(after, after.partitionSchema().names(), selectAfter),
                left);
    }

    private static @Nullable DataType wider(DataType before, DataType after) {
        if (before.sql().equals(after.sql())) {
            return after;
        }
        return TypeChanges.isWidening(before, after) ? after : TypeChanges.isWidening(after, before) ? before : null;
    }

    private static Expression as(StructField field, DataType type) {
        Expression column = new ColumnReference(List.of(field.name()));
        return field.type().sql().equals(type.sql()) ? column : new Alias(new Cast(column, type, false), field.name());
    }
}
