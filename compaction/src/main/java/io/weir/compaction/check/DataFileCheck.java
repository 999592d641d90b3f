package io.weir.compaction.check;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.PartitionValues;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.data.DataFiles;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorReader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One data file against what the log says of it. Safe for many threads. */
final class DataFileCheck {
    private static final String NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

    private final ObjectStore store;
    private final TableState state;
    private final StatsSchema schema;
    private final boolean deep;
    private final Findings findings;
    private final StatisticsCheck statistics;
    private final DeletionVectorReader vectors;

    DataFileCheck(ObjectStore store, TableState state, StatsSchema schema, boolean deep, Findings findings) {
        this.store = store;
        this.state = state;
        this.schema = schema;
        this.deep = deep;
        this.findings = findings;
        this.vectors = new DeletionVectorReader(store);
        this.statistics = new StatisticsCheck(findings);
    }

    /**
     * Checks a file.
     *
     * @param stats of the file as the log has them; null if it has none
     */
    void check(AddFile add, @Nullable FileStats stats) {
        Place place = Place.of(state.version(), add.path());
        checkPartitions(place, add);
        checkDirectories(place, add);
        try (ObjectReader object = open(add)) {
            if (object.sizeBytes() != add.sizeBytes()) {
                findings.add(
                        FindingKind.DATA_FILE_SIZE,
                        place,
                        Facts.of("expected", add.sizeBytes(), "found", object.sizeBytes()));
                return;
            }
            checkParquet(place, add, ParquetFile.open(object), stats);
        } catch (ObjectNotFoundException e) {
            findings.add(FindingKind.DATA_FILE_MISSING, place, rows(add, stats));
        } catch (UnsupportedParquetException e) {
            findings.add(FindingKind.NOT_CHECKED, place, Facts.of("reason", String.valueOf(e.getMessage())));
        } catch (ParquetException e) {
            findings.add(
                    FindingKind.DATA_FILE_UNREADABLE,
                    place,
                    rows(add, stats).and("reason", String.valueOf(e.getMessage())));
        } catch (StorageException e) {
            if (e.retryable()) {
                throw e;
            }
            findings.add(
                    FindingKind.DATA_FILE_UNREADABLE,
                    place,
                    rows(add, stats).and("reason", String.valueOf(e.getMessage())));
        }
    }

    /** Asks the store for the length, which the log may have wrong. */
    private ObjectReader open(AddFile add) {
        Optional<String> name = DataPath.nameIn(store.root(), add.path());
        return name.isPresent()
                ? store.open(name.get(), store.info(name.get()).sizeBytes())
                : DataFiles.open(store, add.path(), -1);
    }

    private static Facts rows(AddFile add, @Nullable FileStats stats) {
        Facts facts = Facts.of("size", add.sizeBytes());
        return stats == null || stats.rows() < 0 ? facts : facts.and("rows", stats.rows());
    }

    private void checkPartitions(Place place, AddFile add) {
        for (StructField column : state.shape().partitionSchema().fields()) {
            String value = add.partitionValues().get(schema.mapping().physicalName(column));
            try {
                PartitionValues.append(value, ColumnBuilder.of(column.type()));
            } catch (IllegalArgumentException e) {
                findings.add(
                        FindingKind.PARTITION_VALUE_INVALID,
                        place.column(column.name()),
                        Facts.of("type", column.type(), "value", value));
            }
        }
    }

    private void checkDeletions(Place place, AddFile add, long rows) {
        DeletionVectorDescriptor descriptor = add.deletionVector();
        if (descriptor == null) {
            return;
        }
        try {
            DeletionVector deleted = vectors.read(descriptor);
            if (!deleted.isEmpty() && deleted.last() >= rows) {
                findings.add(
                        FindingKind.DELETION_VECTOR_DIFFERS, place, Facts.of("last", deleted.last(), "rows", rows));
            }
        } catch (TableException e) {
            FindingKind kind = e.getCause() instanceof ObjectNotFoundException
                    ? FindingKind.DELETION_VECTOR_MISSING
                    : FindingKind.DELETION_VECTOR_UNREADABLE;
            findings.add(kind, place, Facts.of("reason", String.valueOf(e.getMessage())));
        }
    }

    /** Directories need not say it, but most writers name them {@code column=value}. */
    private void checkDirectories(Place place, AddFile add) {
        String[] parts = DataPath.decode(add.path()).split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? "" : DataPath.decode(parts[i].substring(0, equals));
            if (!isText(name)) {
                continue;
            }
            String said = DataPath.decode(parts[i].substring(equals + 1));
            String value = add.partitionValues().get(name);
            boolean isNull = value == null || value.isEmpty();
            if (isNull ? !said.equals(NULL_PARTITION) && !said.isEmpty() : !said.equals(value)) {
                findings.add(
                        FindingKind.PARTITION_PATH_DIFFERS,
                        place.column(name),
                        Facts.of("directory", parts[i], "value", value));
            }
        }
    }

    /** Values of other types have several spellings. */
    private boolean isText(String column) {
        return state.shape().partitionSchema().fields().stream()
                .anyMatch(f -> schema.mapping().physicalName(f).equals(column)
                        && (f.type() == PrimitiveType.STRING
                                || f.type() == PrimitiveType.LONG
                                || f.type() == PrimitiveType.INTEGER
                                || f.type() == PrimitiveType.DATE));
    }

    private void checkParquet(Place place, AddFile add, ParquetFile file, @Nullable FileStats stats) {
        try {
            file.read(schema.request()).close();
        } catch (UnsupportedParquetException e) {
            findings.add(FindingKind.COLUMN_TYPE_DIFFERS, place, Facts.of("reason", String.valueOf(e.getMessage())));
            return;
        }
        if (stats != null && stats.rows() >= 0 && stats.rows() != file.rowCount()) {
            findings.add(
                    FindingKind.ROW_COUNT_DIFFERS,
                    place,
                    Facts.of("found", file.rowCount(), "statistics", stats.rows()));
        }
        if (deep) {
            file.verifyChecksums();
        }
        checkDeletions(place, add, file.rowCount());
        FooterFacts footer = new FooterFacts(file.statistics(schema.request()));
        boolean exact = add.deletionVector() == null && (stats == null || stats.tight());
        Map<StatsSchema.Leaf, ColumnFacts> read =
                deep ? new RowsCheck(schema, findings).read(place, file, footer) : Map.of();
        for (StatsSchema.Leaf leaf : schema.leaves()) {
            ColumnFacts known = deep ? read.getOrDefault(leaf, ColumnFacts.UNKNOWN) : footer.of(leaf.path());
            Place column = place.column(leaf.name());
            if (leaf.required() && known.nulls() != null && known.nulls() > 0) {
                findings.add(FindingKind.NULL_IN_REQUIRED_COLUMN, column, Facts.of("nulls", known.nulls()));
            }
            // Tight bounds of a file with deleted rows are about those that are left, which a footer does not know
            if (stats != null && (add.deletionVector() == null || !stats.tight())) {
                statistics.check(column, leaf, file.rowCount(), stats.column(leaf.statsPath()), known, exact);
            }
        }
    }
}
