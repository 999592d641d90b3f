package io.weir.table.data;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.table.data.PartitionSplitter.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that wait, by partition, until it is known which others come into one file with them: in spilled files, and the last ones in memory. One thread
 * at a time adds; then many may read. Close it to delete the files.
 */
final class GatheredRows implements AutoCloseable {
    private final ObjectStore spill;
    private final Supplier<UUID> ids;
    private final Map<List<@Nullable String>, Rows> partitions = new LinkedHashMap<>();
    private final List<SpillFile> files = new ArrayList<>();

    /**
     * @param spill where to; not closed
     * @param ids of the files
     */
    GatheredRows(ObjectStore spill, Supplier<UUID> ids) {
        this.spill = spill;
        this.ids = ids;
    }

    private record Section(SpillFile file, int number) {}

    /** Of one partition, in the order in which they came: the sections, then the batches. */
    private static final class Rows {
        final List<Section> sections = new ArrayList<>();
        final List<ColumnBatch> batches = new ArrayList<>();
        long bytes;
    }

    /** Puts rows of some partitions into a file. */
    void spill(List<Part> parts) {
        StructType schema = parts.get(0).rows().schema();
        try (SpillFile.Writer writer = SpillFile.create(spill, ids.get(), schema)) {
            for (Part part : parts) {
                writer.section(List.of(part.rows()));
            }
            SpillFile file = writer.finish();
            files.add(file);
            for (int i = 0; i < parts.size(); i++) {
                Rows rows = rows(parts.get(i));
                rows.sections.add(new Section(file, i));
            }
        }
    }

    /** Keeps rows in memory, behind which none come. */
    void keep(Part part) {
        rows(part).batches.add(part.rows());
    }

    private Rows rows(Part part) {
        Rows rows = partitions.computeIfAbsent(part.values(), values -> new Rows());
        rows.bytes += BatchSize.of(part.rows());
        return rows;
    }

    Set<List<@Nullable String>> partitions() {
        return partitions.keySet();
    }

    /** About how many bytes the rows of a partition took in memory. */
    long bytes(List<@Nullable String> values) {
        Rows rows = partitions.get(values);
        return rows == null ? 0 : rows.bytes;
    }

    /** Gives out the rows of a partition, in the order in which they came. */
    void read(List<@Nullable String> values, Consumer<ColumnBatch> out) {
        Rows rows = partitions.get(values);
        if (rows != null) {
            rows.sections.forEach(
                    section -> section.file().section(section.number()).forEach(out));
            rows.batches.forEach(out);
        }
    }

    /** The rows of a partition wait no more. */
    void forget(List<@Nullable String> values) {
        partitions.remove(values);
    }

    /** How long the spilled files are together. */
    long spilledBytes() {
        return files.stream().mapToLong(SpillFile::sizeBytes).sum();
    }

    @Override
    public void close() {
        files.forEach(SpillFile::close);
        files.clear();
        partitions.clear();
    }
}
