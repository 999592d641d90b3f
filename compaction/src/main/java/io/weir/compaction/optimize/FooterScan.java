package io.weir.compaction.optimize;

import io.weir.format.parallel.Parallel;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.table.Table;
import io.weir.table.data.DataFiles;
import io.weir.table.protocol.Enablement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds out which files differ from their table by looking at their footers, on all threads: one or two requests a file. Immutable. */
final class FooterScan {
    private final Table table;
    private final StructType columns;
    private final Set<String> hidden = new HashSet<>();

    FooterScan(Table table, Snapshot snapshot) {
        this.table = table;
        this.columns = snapshot.shape().columnMapping().fileSchema(snapshot.schema());
        for (String property : List.of(Enablement.ROW_ID_COLUMN, Enablement.ROW_VERSION_COLUMN)) {
            @Nullable String column = snapshot.metadata().property(property);
            if (column != null) {
                hidden.add(column);
            }
        }
    }

    List<Candidate> withOlderTypes(List<Candidate> files) {
        return where(files, file -> FooterDifferences.hasOlderTypes(file, columns));
    }

    List<Candidate> withDroppedColumns(List<Candidate> files) {
        return where(files, file -> FooterDifferences.hasDroppedColumns(file, columns, hidden));
    }

    private List<Candidate> where(List<Candidate> files, Predicate<StructType> differs) {
        List<Boolean> found = Parallel.map(
                files,
                file -> differs.test(schema(file)),
                table.environment().executor(),
                table.environment().parallelism());
        List<Candidate> differing = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (found.get(i)) {
                differing.add(files.get(i));
            }
        }
        return differing;
    }

    private StructType schema(Candidate candidate) {
        Facts facts = Facts.of("file", candidate.file().path(), "table", table.location());
        try (ObjectReader file = DataFiles.open(
                table.store(), candidate.file().path(), candidate.file().sizeBytes())) {
            return ParquetFile.open(file).schema();
        } catch (ObjectNotFoundException e) {
            throw new CorruptTableException("A data file of this version is gone; it may have been vacuumed", facts, e);
        } catch (ParquetException e) {
            throw new CorruptTableException("A data file cannot be read", facts.and("reason", e.getMessage()), e);
        }
    }
}
