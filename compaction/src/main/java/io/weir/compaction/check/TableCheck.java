package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parallel.Parallel;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVectorReader;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The whole check: first the log, then the files of the newest version that the log makes. One thread at a time. */
public final class TableCheck {
    private final ObjectStore store;
    private final TableEnvironment environment;
    private final CheckOptions options;
    private final Findings findings = new Findings();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private TableCheck(ObjectStore store, TableEnvironment environment, CheckOptions options) {
        this.store = store;
        this.environment = environment;
        this.options = options;
    }

    /**
     * Checks the table at the root of a store. Whatever is wrong with it is in the report; only a store that does not answer is an
     * error.
     */
    public static CheckReport run(ObjectStore store, TableEnvironment environment, CheckOptions options) {
        return new TableCheck(store, environment, options).run();
    }

    private CheckReport run() {
        LogDirectory log = LogDirectory.load(store);
        References references = new References(store.root());
        options.progress().accept("Reading the log");
        LogCheck logCheck = new LogCheck(store, environment, log, findings, references);
        TableState state = logCheck.run();
        if (state != null) {
            checkFiles(state, references);
        }
        return new CheckReport(
                state,
                new CheckReport.Scope(
                        log.listing().newestVersion(),
                        logCheck.commits(),
                        logCheck.checkpoints(),
                        files.get(),
                        bytes.get(),
                        options.deep()),
                findings.list(),
                findings.counts());
    }

    private void checkFiles(TableState state, References references) {
        options.progress().accept("Listing " + state.files().count() + " data files");
        new Inventory(store, state, references, findings).run();
        if (options.deep()) {
            checkOldVectors(references.vectors());
        }
        StatsSchema schema;
        try {
            schema = StatsSchema.of(state.shape());
        } catch (CorruptTableException e) {
            findings.add(
                    FindingKind.STATE_UNREADABLE,
                    Place.of(state.version()),
                    Facts.of("reason", String.valueOf(e.getMessage())));
            return;
        }
        DataFileCheck check = new DataFileCheck(store, state, schema, options.deep(), findings);
        int total = state.files().count();
        try {
            FileBatches.forEach(state.files(), schema.schema(), (adds, json, parsed) -> {
                checkFiles(check, adds, json, parsed);
                environment.tell(new TableEvents.Progressed(
                        store.root(), "checking files", files.get(), total, TableEvents.Unit.FILES));
            });
        } catch (TableException e) {
            findings.add(
                    FindingKind.CHECKPOINT_UNREADABLE,
                    Place.of(state.version()),
                    Facts.of("reason", String.valueOf(e.getMessage())));
        }
    }

    /** One that is in a file that is gone is told of with the file. */
    private void checkOldVectors(List<References.OldVector> vectors) {
        DeletionVectorReader reader = new DeletionVectorReader(store);
        Parallel.map(
                vectors,
                old -> {
                    try {
                        reader.read(old.descriptor());
                    } catch (TableException e) {
                        if (!(e.getCause() instanceof ObjectNotFoundException)) {
                            Facts reason = Facts.of("reason", String.valueOf(e.getMessage()));
                            findings.add(FindingKind.OLD_DELETION_VECTOR_UNREADABLE, old.place(), reason);
                        }
                    }
                    return old;
                },
                environment.executor(),
                environment.parallelism());
    }

    private void checkFiles(DataFileCheck check, List<AddFile> adds, ColumnBatch json, @Nullable ColumnBatch parsed) {
        List<Integer> places = IntStream.range(0, adds.size()).boxed().toList();
        Parallel.map(
                places,
                i -> {
                    AddFile add = adds.get(i);
                    FileStats stats = add.stats() != null
                            ? new FileStats(json, i)
                            : parsed == null ? null : new FileStats(parsed, i);
                    checkJson(add);
                    check.check(add, stats);
                    bytes.addAndGet(add.sizeBytes());
                    return files.incrementAndGet();
                },
                environment.executor(),
                environment.parallelism());
    }

    private void checkJson(AddFile add) {
        String stats = add.stats();
        if (stats != null && !JsonText.isObject(stats)) {
            findings.add(FindingKind.STATISTICS_UNREADABLE, Place.of(add.path()), Facts.NONE);
        }
    }
}
