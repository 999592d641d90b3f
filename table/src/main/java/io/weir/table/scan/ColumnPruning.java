package io.weir.table.scan;

import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which columns, and fields of struct columns, expressions need. Pure functions. */
final class ColumnPruning {
    private ColumnPruning() {}

    /** The part of the schema that the expressions look at, in the schema's order. Names that are not there are passed over. */
    static StructType needed(StructType schema, Collection<Expression> expressions) {
        Set<List<String>> paths = new LinkedHashSet<>();
        for (Expression expression : expressions) {
            for (ColumnReference column : expression.columns()) {
                paths.add(column.path());
            }
        }
        return pruned(schema, paths);
    }

    private static StructType pruned(StructType schema, Set<List<String>> paths) {
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            StructField field = schema.field(i);
            Set<List<String>> below = new LinkedHashSet<>();
            boolean whole = false;
            boolean any = false;
            for (List<String> path : paths) {
                if (schema.indexOf(path.get(0)) == i) {
                    any = true;
                    whole |= path.size() == 1;
                    if (path.size() > 1) {
                        below.add(path.subList(1, path.size()));
                    }
                }
            }
            if (any) {
                fields.add(
                        whole || !(field.type() instanceof StructType struct)
                                ? field
                                : field.withType(part(struct, below)));
            }
        }
        return new StructType(fields);
    }

    /** A struct of which nothing is known to be needed is kept whole. */
    private static StructType part(StructType struct, Set<List<String>> paths) {
        StructType pruned = pruned(struct, paths);
        return pruned.size() == 0 ? struct : pruned;
    }
}
