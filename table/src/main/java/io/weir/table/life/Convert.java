package io.weir.table.life;

import io.weir.format.parallel.Parallel;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.stats.FileStatistics;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.table.environment.Work;
import io.weir.table.schema.SchemaRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Parquet files of a directory as the files of a table: what their footers say becomes its columns and statistics. No file is
 * changed. One thread at a time.
 */
public final class Convert {
    /** Formats that have Parquet files too, by what gives them away. */
    private static final Map<String, String> OTHER_TABLES =
            Map.of(".hoodie/", "Hudi", "metadata/version-hint.text", "Iceberg");

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final List<SourceFile> files = new ArrayList<>();
    private StructType schema = StructType.EMPTY;
    private StructType partitions = StructType.EMPTY;
    private List<Footer> footers = List.of();

    private Convert(ObjectStore store, TableEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    private record SourceFile(ObjectInfo info, Map<String, @Nullable String> directories) {}

    /** A footer, as far as it is needed. */
    private record Footer(SourceFile file, StructType schema, FileStatistics statistics) {}

    /**
     * Reads the footers of all files. Names that begin with {@code _} or {@code .} are passed over, as everybody's readers do.
     *
     * @param partitionColumns null: by the names of directories
     * @throws TableException if there are no files, one is not Parquet, or they do not go together; the error names the file
     */
    public static Convert read(ObjectStore store, TableEnvironment environment, @Nullable StructType partitionColumns) {
        Convert convert = new Convert(store, environment);
        convert.list();
        Map<String, Map<String, @Nullable String>> directories = new TreeMap<>();
        convert.files.forEach(file -> directories.put(file.info().name(), file.directories()));
        convert.partitions =
                PartitionDirectories.infer(directories, partitionColumns).columns();
        Work work =
                new Work(environment, store.root(), "reading footers", convert.files.size(), TableEvents.Unit.FILES);
        convert.footers = Parallel.map(
                convert.files,
                file -> {
                    Footer footer = convert.footer(file);
                    work.add(1);
                    return footer;
                },
                environment.executor(),
                environment.parallelism());
        convert.schema = convert.merged();
        return convert;
    }

    private void list() {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            all.sorted(Comparator.comparing(ObjectInfo::name)).forEach(this::take);
        }
        if (files.isEmpty()) {
            throw new TableException("There are no files to make a table of", Facts.NONE);
        }
    }

    private void take(ObjectInfo file) {
        OTHER_TABLES.forEach((sign, format) -> {
            if (file.name().startsWith(sign)) {
                throw new TableException(
                        "The directory is a table of another format; only directories of Parquet files are converted",
                        Facts.of("file", file.name(), "format", format));
            }
        });
        if (!isHidden(file.name())) {
            files.add(new SourceFile(file, PartitionDirectories.of(file.name())));
        }
    }

    private static boolean isHidden(String name) {
        for (String part : name.split("/")) {
            if (part.startsWith(".") || part.startsWith("_") && part.indexOf('=') < 0) {
                return true;
            }
        }
        return false;
    }

    private Footer footer(SourceFile source) {
        String name = source.info().name();
        try (ObjectReader object = store.open(name, source.info().sizeBytes())) {
            ParquetFile file = ParquetFile.open(object);
            List<StructField> columns = new ArrayList<>();
            for (StructField field : file.schema().fields()) {
                if (partitions.indexOf(field.name()) < 0) {
                    columns.add(new StructField(field.name(), nullable(field.type())));
                }
            }
            StructType own = new StructType(columns);
            return new Footer(source, own, FooterStatistics.of(file, own));
        } catch (ParquetException e) {
            int dot = name.lastIndexOf('.');
            throw new TableException(
                    "A file is not Parquet, or cannot be read; move it away, or give it a name that begins with '_'",
                    Facts.of("file", name, "reason", String.valueOf(e.getMessage()))
                            .and(
                                    "ending",
                                    dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT)),
                    e);
        }
    }

    private static DataType nullable(DataType type) {
        if (type instanceof StructType struct) {
            return new StructType(struct.fields().stream()
                    .map(f -> new StructField(f.name(), nullable(f.type())))
                    .toList());
        }
        if (type instanceof ArrayType array) {
            return new ArrayType(nullable(array.element()), true);
        }
        return type instanceof MapType map ? new MapType(nullable(map.key()), nullable(map.value()), true) : type;
    }

    private StructType merged() {
        StructType all = StructType.EMPTY;
        for (Footer footer : footers) {
            requireSameTypes(all, footer.schema(), "", footer.file().info().name());
            all = all.size() == 0 ? footer.schema() : SchemaRules.merge(all, footer.schema(), true);
        }
        List<StructField> fields = new ArrayList<>(all.fields());
        fields.addAll(partitions.fields());
        return new StructType(fields);
    }

    private static void requireSameTypes(DataType known, DataType found, String path, String file) {
        if (known instanceof StructType struct && found instanceof StructType other) {
            for (StructField field : other.fields()) {
                StructField same = struct.field(field.name()).orElse(null);
                if (same != null) {
                    String column = path.isEmpty() ? field.name() : path + "." + field.name();
                    requireSameTypes(same.type(), field.type(), column, file);
                }
            }
        } else if (known instanceof ArrayType array && found instanceof ArrayType other) {
            requireSameTypes(array.element(), other.element(), path + ".element", file);
        } else if (known instanceof MapType map && found instanceof MapType other) {
            requireSameTypes(map.key(), other.key(), path + ".key", file);
            requireSameTypes(map.value(), other.value(), path + ".value", file);
        } else if (!known.equals(found)) {
            throw new SchemaMismatchException(
                    "Files have a column in different types; rewrite one of them first",
                    Facts.of("column", path, "file", file, "found", found).and("others", known));
        }
    }

    /** The table's columns; those of the partitioning last. */
    public StructType schema() {
        return schema;
    }

    public List<String> partitionColumns() {
        return partitions.names();
    }

    public int fileCount() {
        return files.size();
    }

    /**
     * The files as the log has them.
     *
     * @param properties of the table, which say what has statistics
     */
    public List<AddFile> adds(Map<String, String> properties) {
        StatisticsColumns indexed = StatisticsColumns.of(schema, partitions.names(), properties);
        PartitionDirectories directories = new PartitionDirectories(partitions);
        List<AddFile> adds = new ArrayList<>();
        for (Footer footer : footers) {
            ObjectInfo info = footer.file().info();
            adds.add(AddFile.builder(DataPath.encode(info.name()))
                    .partitionValues(
                            directories.values(info.name(), footer.file().directories()))
                    .sizeBytes(info.sizeBytes())
                    .modificationTime(info.modifiedMillis())
                    .dataChange(true)
                    .stats(footer.statistics().toJson(indexed, false))
                    .build());
        }
        return adds;
    }
}
