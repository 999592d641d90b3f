package io.weir.compaction.check;

import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.state.TableShape;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a table has a column again that it had dropped, as after a restore. While it was gone, checkpoints had no statistics of it, so whoever went
 * on from one does not know what the commits say. One thread at a time.
 */
final class ReturnedColumns {
    private final Set<String> dropped = new HashSet<>();
    private Set<String> columns = Set.of();
    private @Nullable TableShape last;
    private boolean any;

    /** The table at the next version. */
    void see(TableShape shape) {
        if (shape == last) {
            return;
        }
        last = shape;
        Set<String> now = new HashSet<>();
        add("", shape.columnMapping().physicalSchema(shape.schema()), now);
        any |= now.stream().anyMatch(dropped::contains);
        columns.stream().filter(column -> !now.contains(column)).forEach(dropped::add);
        columns = now;
    }

    private static void add(String path, StructType struct, Set<String> target) {
        for (StructField field : struct.fields()) {
            target.add(path + field.name());
            if (field.type() instanceof StructType nested) {
                add(path + field.name() + ".", nested, target);
            }
        }
    }

    boolean any() {
        return any;
    }
}
