package io.weir.table.data;

import io.weir.format.parquet.Codec;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
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
 * @param partitionFields the columns that are not in the files
 * @param dataSchema those that are
 * @param codecName as file names have it
 */
record DataFileFormat(
        StructType tableSchema,
        List<StructField> partitionFields,
        StructType dataSchema,
        ParquetWriteOptions parquet,
        String codecName,
        StatisticsColumns statistics,
        long targetFileBytes) {

    static DataFileFormat of(Metadata metadata, WriteOptions options) {
        StructType schema = metadata.schema();
        List<StructField> partitions = new ArrayList<>();
        List<String> partitionNames = new ArrayList<>();
        for (String column : metadata.partitionColumns()) {
            StructField field = schema.field(column).orElseThrow();
            partitions.add(field);
            partitionNames.add(field.name());
        }
        StructType data = new StructType(schema.fields().stream()
                .filter(f -> !partitionNames.contains(f.name()))
                .toList());
        String codec = codecName(metadata, options);
        return new DataFileFormat(
                schema,
                partitions,
                data,
                ParquetWriteOptions.DEFAULT.withCodec(codec(codec).orElse(Codec.SNAPPY)),
                codec,
                statistics(schema, partitionNames, metadata.configuration()),
                options.targetFileBytes() > 0
                        ? options.targetFileBytes()
                        : TableProperties.targetFileBytes(metadata.configuration()));
    }

    List<String> partitionNames() {
        return partitionFields.stream().map(StructField::name).toList();
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
