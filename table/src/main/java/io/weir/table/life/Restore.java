package io.weir.table.life;

import io.weir.format.parallel.Parallel;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.FileKey;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.Clustering;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.table.environment.Work;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table what it was at a version, as a new version: rows, columns, properties and clustering. Nothing is deleted, so what was
 * there before the restore is there still, at its own version.
 *
 * <p>The protocol never shrinks, because versions in between may need it. What numbers have been given out (columns' ids, rows' ids, values
 * of identity columns) is remembered from the newest version, so that none is given twice.
 */
public final class Restore {
    /** More names than these say nothing more. */
    private static final int MAX_NAMED = 10;

    private static final String HIGH_WATER_MARK = "delta.identity.highWaterMark";

    private final ObjectStore store;
    private final TableEnvironment environment;
    private final Snapshot target;
    private final Transaction transaction;
    private final Snapshot latest;

    /**
     * @param transaction on the newest version
     * @param target what the table is to be again
     */
    public Restore(ObjectStore store, TableEnvironment environment, Transaction transaction, Snapshot target) {
        this.store = store;
        this.environment = environment;
        this.transaction = transaction;
        this.target = target;
        this.latest = transaction.snapshot();
    }

    /**
     * Commits the restored version. A table that is what it was gets no version.
     *
     * @throws TableException if files of the version are gone, with their names; nothing is changed then
     * @throws io.weir.log.error.CommitConflictException if somebody else changed the table meanwhile
     */
    public TransactionOutcome commit() {
        List<AddFile> now = latest.files().all();
        List<AddFile> then = target.files().all();
        List<AddFile> back = missingIn(now, then);
        List<AddFile> gone = missingIn(then, now);
        List<AddFile> renumbered = renumbered(now, then);
        requireFiles(back);
        transaction.readsAll();
        gone.forEach(transaction::remove);
        for (AddFile file : back) {
            transaction.add(file.toBuilder().dataChange(true).build());
        }
        renumbered.forEach(
                file -> transaction.add(file.toBuilder().dataChange(false).build()));
        Metadata metadata = metadata();
        boolean filesChange = !back.isEmpty() || !gone.isEmpty();
        boolean serializable = IsolationLevel.of(latest.metadata()) == IsolationLevel.SERIALIZABLE;
        if (!metadata.equals(latest.metadata()) || serializable && filesChange) {
            // Said again where the order of the log is the order of all: what others change meanwhile would have been
            // put back, too
            transaction.metadata(metadata);
        }
        Protocol protocol = latest.protocol().with(target.protocol());
        if (!protocol.equals(latest.protocol())) {
            transaction.protocol(protocol);
        }
        clustering(protocol);
        metrics(back, gone);
        return transaction.commit();
    }

    /**
     * Looks for the files that would come back. Changes nothing.
     *
     * @throws TableException if some are gone, with their names
     */
    public void requireFiles() {
        requireFiles(missingIn(latest.files().all(), target.files().all()));
    }

    private static List<AddFile> missingIn(List<AddFile> there, List<AddFile> files) {
        Set<FileKey> keys = new HashSet<>();
        there.forEach(file -> keys.add(file.key()));
        return files.stream().filter(file -> !keys.contains(file.key())).toList();
    }

    /** Files that are there and whose rows had other ids then, as the version has them. (PROTOCOL.md, "Row Tracking") */
    private List<AddFile> renumbered(List<AddFile> now, List<AddFile> then) {
        if (!target.metadata().isTrue(TableProperties.ROW_TRACKING)) {
            return List.of();
        }
        Map<FileKey, AddFile> known = new HashMap<>();
        now.forEach(file -> known.put(file.key(), file));
        return then.stream()
                .filter(file -> {
                    AddFile same = known.get(file.key());
                    return same != null
                            && !(Objects.equals(same.baseRowId(), file.baseRowId())
                                    && Objects.equals(same.defaultRowCommitVersion(), file.defaultRowCommitVersion()));
                })
                .toList();
    }

    /** Vacuum may have deleted what only old versions need. */
    private void requireFiles(List<AddFile> files) {
        Set<String> paths = new LinkedHashSet<>();
        for (AddFile file : files) {
            paths.add(file.path());
            if (file.deletionVector() != null) {
                DeletionVectorFile.path(file.deletionVector()).ifPresent(paths::add);
            }
        }
        Work work = new Work(environment, store.root(), "looking for files", paths.size(), TableEvents.Unit.FILES);
        List<Optional<String>> missing = Parallel.map(
                new ArrayList<>(paths),
                path -> {
                    boolean exists = StoredFiles.exists(store, path);
                    work.add(1);
                    return exists ? Optional.<String>empty() : Optional.of(path);
                },
                environment.executor(),
                environment.parallelism());
        TreeSet<String> names = new TreeSet<>();
        missing.forEach(path -> path.ifPresent(names::add));
        if (!names.isEmpty()) {
            throw new TableException(
                    "Files of the version are gone, as vacuum takes them away after a while; choose a later version",
                    Facts.of("files", names.stream().limit(MAX_NAMED).toList(), "missing", names.size())
                            .and("version", target.version()));
        }
    }

    private Metadata metadata() {
        Metadata then = target.metadata();
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(then.configuration());
        if (then.property(TableProperties.COLUMN_MAPPING_MAX_ID) != null) {
            putGreatest(configuration, TableProperties.COLUMN_MAPPING_MAX_ID);
        }
        // the history in between stays, and the feature that protects it
        putGreatest(configuration, TableProperties.CHECKPOINTS_PROTECTED_BEFORE);
        Metadata.Builder restored = then.toBuilder().configuration(configuration);
        StructType schema = target.schema();
        StructType counted = withGreatestIdentities(schema);
        return counted.equals(schema)
                ? restored.build()
                : restored.schema(counted).build();
    }

    /** The greater of what the two versions say, if one says anything. */
    private void putGreatest(Map<String, @Nullable String> configuration, String property) {
        String then = target.metadata().property(property);
        String now = latest.metadata().property(property);
        if (then != null || now != null) {
            configuration.put(property, Long.toString(Math.max(number(then), number(now))));
        }
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text.strip());
    }

    /** (PROTOCOL.md, "Identity Columns") */
    private StructType withGreatestIdentities(StructType schema) {
        List<StructField> fields = new ArrayList<>();
        for (StructField field : schema.fields()) {
            FieldMetadata now = sameNow(field).map(StructField::metadata).orElse(FieldMetadata.EMPTY);
            Long then = FieldProperties.number(field.metadata(), HIGH_WATER_MARK);
            Long reached = FieldProperties.number(now, HIGH_WATER_MARK);
            Long step = FieldProperties.number(field.metadata(), "delta.identity.step");
            if (step != null && reached != null && (then == null || (step > 0 ? reached > then : reached < then))) {
                fields.add(field.withMetadata(FieldProperties.withNumber(field.metadata(), HIGH_WATER_MARK, reached)));
            } else {
                fields.add(field);
            }
        }
        return new StructType(fields);
    }

    /** The newest version's column of the same id, which may have another name; of the same name where columns have no ids. */
    private Optional<StructField> sameNow(StructField field) {
        Long id = FieldProperties.number(field.metadata(), FieldProperties.COLUMN_MAPPING_ID);
        if (id == null || !TableProperties.mapsColumns(latest.metadata().configuration())) {
            return latest.schema().field(field.name());
        }
        return latest.schema().fields().stream()
                .filter(now -> id.equals(FieldProperties.number(now.metadata(), FieldProperties.COLUMN_MAPPING_ID)))
                .findFirst();
    }

    private void clustering(Protocol protocol) {
        DomainMetadata then = target.domain(Clustering.DOMAIN).orElse(null);
        DomainMetadata now = latest.domain(Clustering.DOMAIN).orElse(null);
        if (then != null && !then.equals(now)) {
            transaction.domain(then);
        } else if (then == null && now != null && protocol.supports(TableFeature.DOMAIN_METADATA)) {
            transaction.domain(new DomainMetadata(Clustering.DOMAIN, now.configuration(), true));
        }
    }

    private void metrics(List<AddFile> back, List<AddFile> gone) {
        transaction
                .metric("tableSizeAfterRestore", target.files().totalBytes())
                .metric("numOfFilesAfterRestore", target.files().count())
                .metric("numRemovedFiles", gone.size())
                .metric("numRestoredFiles", back.size())
                .metric("removedFilesSize", bytes(gone))
                .metric("restoredFilesSize", bytes(back));
    }

    private static long bytes(List<AddFile> files) {
        return files.stream().mapToLong(AddFile::sizeBytes).sum();
    }
}
