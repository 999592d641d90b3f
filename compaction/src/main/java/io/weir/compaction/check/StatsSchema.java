package io.weir.compaction.check;

import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.state.TableShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The statistics that files of a table can have: of all columns, by the names that statistics use. Immutable.
 *
 * @param schema as {@code stats_parsed} has it
 * @param leaves columns outside lists and maps
 * @param dataSchema the columns that are in files, by the names of the table
 * @param physicalSchema the same by the names that statistics use
 * @param mapping how the columns are found in files
 */
record StatsSchema(
        StructType schema, List<Leaf> leaves, StructType dataSchema, StructType physicalSchema, ColumnMapping mapping) {
    /**
     * One column.
     *
     * @param path by the names of the table
     * @param statsPath by the names that statistics use
     * @param required may it not be null, nor any struct around it?
     */
    record Leaf(List<String> path, List<String> statsPath, DataType type, boolean required) {
        String name() {
            return String.join(".", path);
        }
    }

    /** A request for all columns. */
    ReadRequest request() {
        return ReadRequest.of(dataSchema).columnMapping(mapping);
    }

    static StatsSchema of(TableShape shape) {
        List<StructField> inFiles = shape.schema().fields().stream()
                .filter(f -> shape.partitionSchema().indexOf(f.name()) < 0)
                .toList();
        StructType data = new StructType(inFiles);
        StructType physical = shape.columnMapping().physicalSchema(data);
        List<Leaf> leaves = new ArrayList<>();
        collect(data, physical, List.of(), List.of(), true, leaves);
        return new StatsSchema(
                StatisticsColumns.all(physical).statsSchema(true), leaves, data, physical, shape.columnMapping());
    }

    private static void collect(
            StructType struct,
            StructType physical,
            List<String> path,
            List<String> statsPath,
            boolean required,
            List<Leaf> leaves) {
        for (int i = 0; i < struct.size(); i++) {
            StructField field = struct.field(i);
            List<String> at = with(path, field.name());
            List<String> statsAt = with(statsPath, physical.field(i).name());
            boolean here = required && !field.nullable();
            if (field.type() instanceof StructType inner
                    && physical.field(i).type() instanceof StructType physicalInner) {
                collect(inner, physicalInner, at, statsAt, here, leaves);
            } else {
                leaves.add(new Leaf(at, statsAt, field.type(), here));
            }
        }
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }
}
