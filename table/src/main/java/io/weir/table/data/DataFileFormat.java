package io.weir.table.data;

import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.state.TableShape;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a table's data files look: which columns, which layout, which statistics. Immutable.
 *
 * @param tableSchema the columns of the table, by their names
 * @param partitionFields those whose values the log has
 * @param dataFields those that are in the files
 * @param fileSchema the columns of the files, in the order of {@code dataFields}, by the names and with the ids that files have for them
 * @param partitionNames as the log has them
 * @param rowIdColumns the two columns behind the others in which files keep ids and versions of rows that were in the table before; empty:
 *     there are none
 * @param prefixLength of the random directory files are put into; 0: directories are named by partition
 * @param codecName as file names have it
 * @param statistics by the names that files have
 * @param gathers do rows of a partition wait for each other, so that there are few files? By {@code delta.autoOptimize.optimizeWrite}
 */
record DataFileFormat(
        StructType tableSchema,
        List<StructField> partitionFields,
        List<StructField> dataFields,
        StructType fileSchema,
        List<String> partitionNames,
        List<String> rowIdColumns,
        int prefixLength,
        ParquetWriteOptions parquet,
        String codecName,
        StatisticsColumns statistics,
        long targetFileBytes,
        boolean gathers) {
    private static final String PARTITIONS_IN_FILES = "delta.writePartitionColumnsToParquet";

    /** Rows are rewritten on all threads, beside all else that a change of rows holds in memory. */
    private static final long REWRITTEN_ROW_GROUP_BYTES = 16L << 20;

    private static final String RANDOM_PREFIXES = "delta.randomizeFilePrefixes";

    static DataFileFormat of(TableShape shape, List<String> rowIdColumns, WriteOptions options) {
        Metadata metadata = shape.metadata();
        StructType schema = shape.schema();
        ColumnMapping mapping = shape.columnMapping();
        List<StructField> partitions = shape.partitionSchema().fields();
        List<String> partitionNames = partitions.stream().map(StructField::name).toList();
        IcebergCompat.requireFit(shape);
        List<StructField> data = new ArrayList<>(schema.fields());
        data.removeIf(f -> partitionNames.contains(f.name()));
        if (holdsPartitions(shape)) {
            data.addAll(partitions);
        }
        StructType files = mapping.fileSchema(new StructType(data));
        for (String column : rowIdColumns) {
            files = files.add(column, PrimitiveType.LONG);
        }
        String codec = codecName(metadata, options);
        return new DataFileFormat(
                schema,
                partitions,
                data,
                files,
                partitions.stream().map(mapping::physicalName).toList(),
                rowIdColumns,
                prefixLength(metadata, mapping),
                ParquetWriteOptions.DEFAULT.withCodec(codec(codec).orElse(Codec.SNAPPY)),
                codec,
                statistics(schema, partitionNames, metadata.configuration()).physical(mapping),
                options.targetFileBytes() > 0
                        ? options.targetFileBytes()
                        : TableProperties.targetFileBytes(metadata.configuration()),
                metadata.isTrue(TableProperties.OPTIMIZE_WRITE));
    }

    /** The same with row groups small enough for several writers at once to hold one each in little memory. */
    DataFileFormat inLittleMemory() {
        return new DataFileFormat(
                tableSchema,
                partitionFields,
                dataFields,
                fileSchema,
                partitionNames,
                rowIdColumns,
                prefixLength,
                parquet.withRowGroupBytes(REWRITTEN_ROW_GROUP_BYTES),
                codecName,
                statistics,
                targetFileBytes,
                gathers);
    }

    /** The same with a column behind the others that says what happened to a row. It has this name in files whatever others have. */
    DataFileFormat withChangeType() {
        return new DataFileFormat(
                tableSchema,
                partitionFields,
                dataFields,
                fileSchema.add(DataFileWriter.CHANGE_TYPE, PrimitiveType.STRING),
                partitionNames,
                rowIdColumns,
                prefixLength,
                parquet,
                codecName,
                statistics,
                targetFileBytes,
                gathers);
    }

    /** Are the partition columns in the files, too, behind the others? What counts for us are the log's values all the same. */
    private static boolean holdsPartitions(TableShape shape) {
        return shape.protocol().supports(TableFeature.MATERIALIZE_PARTITION_COLUMNS)
                || shape.metadata().isTrue(PARTITIONS_IN_FILES)
                || IcebergCompat.isActive(shape);
    }

    /** Names of partitions may change where columns are mapped; directories cannot. */
    private static int prefixLength(Metadata metadata, ColumnMapping mapping) {
        return mapping == ColumnMapping.NONE && !metadata.isTrue(RANDOM_PREFIXES)
                ? 0
                : TableProperties.randomPrefixLength(metadata.configuration());
    }

    private static String codecName(Metadata metadata, WriteOptions options) {
        if (!options.compression().isEmpty()) {
            String asked = options.compression().toLowerCase(Locale.ROOT);
            if (codec(asked).isEmpty()) {
                throw new IllegalArgumentException("Not a compression that is written {asked=" + options.compression()
                        + ", known=[gzip, lz4_raw, snappy, uncompressed, zstd]}");
            }
            return asked;
        }
        String property = metadata.property(TableProperties.COMPRESSION);
        String asked = property == null ? "" : property.toLowerCase(Locale.ROOT);
        return codec(asked).isPresent() ? asked : "snappy";
    }

    private static Optional<Codec> codec(String name) {
        return switch (name) {
            case "snappy" -> Optional.of(Codec.SNAPPY);
            case "zstd" -> Optional.of(Codec.ZSTD);
            case "gzip" -> Optional.of(Codec.GZIP);
            case "lz4_raw" -> Optional.of(Codec.LZ4_RAW);
            case "none", "uncompressed" -> Optional.of(Codec.UNCOMPRESSED);
            default -> Optional.empty();
        };
    }

    /** A property that another engine set and that makes no sense counts as if it were not there. */
    private static StatisticsColumns statistics(
            StructType schema, List<String> partitionNames, Map<String, @Nullable String> configuration) {
        Map<String, String> set = new HashMap<>();
        configuration.forEach((name, value) -> {
            if (value != null) {
                set.put(name, value);
            }
        });
        try {
            return StatisticsColumns.of(schema, partitionNames, set);
        } catch (IllegalArgumentException e) {
            return StatisticsColumns.of(schema, partitionNames, Map.of());
        }
    }
}
