package io.weir.table.data;

import io.weir.format.parquet.write.ParquetFileInfo;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.storage.ObjectStore;
import io.weir.storage.PendingSync;
import io.weir.storage.StorageException;
import io.weir.table.environment.TableEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Begins and ends the data files of one write: where they lie, what they are called, what their actions say. Safe for many threads. */
final class FileSeries {
    private static final String CHANGES_DIRECTORY = "_change_data/";

    private final ObjectStore store;
    private final DataFileFormat format;
    private final boolean changes;
    private final TableEnvironment environment;
    private final AtomicInteger nextPart = new AtomicInteger();

    /** @param changes are the files those that tell of changes? */
    FileSeries(ObjectStore store, DataFileFormat format, boolean changes, TableEnvironment environment) {
        this.store = store;
        this.format = format;
        this.changes = changes;
        this.environment = environment;
    }

    /** A file that is not finished. */
    record OpenFile(String name, Map<String, @Nullable String> partitionValues, ParquetFileWriter parquet) {}

    ObjectStore store() {
        return store;
    }

    DataFileFormat format() {
        return format;
    }

    TableEnvironment environment() {
        return environment;
    }

    /** The same, counted from the first one. */
    FileSeries anew() {
        return new FileSeries(store, format, changes, environment);
    }

    /** May rows that are written for one of them be in files of the other? */
    boolean isLike(FileSeries other) {
        return changes == other.changes
                && format.fileSchema().equals(other.format.fileSchema())
                && format.partitionNames().equals(other.format.partitionNames())
                && store.root().equals(other.store.root());
    }

    /** @param values of the partition columns, as the log spells them */
    OpenFile begin(List<@Nullable String> values) {
        List<String> columns = format.partitionNames();
        Map<String, @Nullable String> partitionValues = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            partitionValues.put(columns.get(i), values.get(i));
        }
        String name = (changes ? CHANGES_DIRECTORY : "")
                + directory(values)
                + (changes ? "cdc-" : "part-")
                + partNumber()
                + "-"
                + environment.ids().get()
                + "-c000"
                + suffix()
                + ".parquet";
        return new OpenFile(
                name,
                partitionValues,
                ParquetFileWriter.create(
                        store.create(name),
                        format.fileSchema(),
                        format.parquet(),
                        environment.executor(),
                        environment.parallelism()));
    }

    /** With a slash behind it; empty if the files are in the table's own. */
    private String directory(List<@Nullable String> values) {
        if (format.prefixLength() == 0) {
            return PartitionPath.of(format.partitionNames(), values);
        }
        String digits = environment.ids().get().toString().replace("-", "");
        // the last ones are random in every kind of id
        return digits.substring(digits.length() - format.prefixLength()) + "/";
    }

    /** Five digits, or more. */
    private String partNumber() {
        String digits = Integer.toString(nextPart.getAndIncrement());
        return "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }

    private String suffix() {
        return switch (format.codecName()) {
            case "none", "uncompressed" -> "";
            case "gzip" -> ".gz";
            default -> "." + format.codecName();
        };
    }

    /** @param pending gets what has to be waited for before a version names the file; safe for many threads */
    WrittenFile finish(OpenFile file, List<PendingSync> pending) {
        ParquetFileInfo info = file.parquet().finish(pending);
        AddFile action = AddFile.builder(DataPath.encode(file.name()))
                .partitionValues(file.partitionValues())
                .sizeBytes(info.sizeBytes())
                .modificationTime(environment.clock().millis())
                .dataChange(true)
                .stats(info.statistics().toJson(format.statistics(), false))
                .build();
        return new WrittenFile(file.name(), info.rowCount(), action);
    }

    void abort(OpenFile file) {
        file.parquet().abort();
        delete(file.name());
    }

    /** A file that stays behind is invisible, and vacuum finds it. */
    void delete(String name) {
        try {
            store.delete(name);
        } catch (StorageException e) {
            return;
        }
    }
}
