package io.weir.table.life;

import io.weir.format.parallel.Parallel;
import io.weir.format.text.Z85;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.Clustering;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import io.weir.table.environment.Work;
import io.weir.table.protocol.Enablement;
import io.weir.table.schema.TableProperties;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A new table that is what another is at a version. A shallow one names the other's files, and stops being readable when these are
 * deleted; a deep one has copies. One thread at a time.
 *
 * <p>A clone has its own history and its own id. Rows get ids of their own, for a clone's may not mean what the source's mean. Copies that
 * a deep clone made before it stopped stay, invisible, and are written again under the same names by the next one: deleting them could hit
 * those of another clone that was faster.
 */
public final class CloneTable {
    private final ObjectStore source;
    private final Snapshot snapshot;
    private final ObjectStore target;
    private final TableEnvironment environment;
    private final boolean deep;

    /** Names in the target's store of what was copied; shared by the threads that copy. */
    private final List<String> copied = Collections.synchronizedList(new ArrayList<>());

    private long copiedBytes;

    public CloneTable(
            ObjectStore source, Snapshot snapshot, ObjectStore target, TableEnvironment environment, boolean deep) {
        this.source = source;
        this.snapshot = snapshot;
        this.target = target;
        this.environment = environment;
        this.deep = deep;
    }

    /** All actions of the clone's first version but its {@code commitInfo}. Copies files if the clone is deep. */
    public List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        actions.add(snapshot.protocol());
        actions.add(metadata());
        DomainMetadata clustering = snapshot.domain(Clustering.DOMAIN).orElse(null);
        if (clustering != null) {
            actions.add(clustering);
        }
        List<AddFile> files = snapshot.files().all();
        actions.addAll(deep ? copies(files) : files.stream().map(this::shallow).toList());
        return actions;
    }

    private Metadata metadata() {
        Map<String, @Nullable String> configuration =
                new LinkedHashMap<>(snapshot.metadata().configuration());
        configuration.remove(Enablement.ROW_ID_COLUMN);
        configuration.remove(Enablement.ROW_VERSION_COLUMN);
        configuration.remove(TableProperties.CHECKPOINTS_PROTECTED_BEFORE); // of a history that is not the clone's
        configuration.remove("delta.inCommitTimestampEnablementVersion");
        configuration.remove("delta.inCommitTimestampEnablementTimestamp");
        Metadata own = snapshot.metadata().toBuilder()
                .id(environment.ids().get().toString())
                .createdTime(environment.clock().millis())
                .configuration(configuration)
                .build();
        return Enablement.ofNew(own, environment.ids());
    }

    private static AddFile.Builder ownRows(AddFile file, String path) {
        return AddFile.builder(path)
                .partitionValues(file.partitionValues())
                .sizeBytes(file.sizeBytes())
                .modificationTime(file.modificationTime())
                .dataChange(true)
                .stats(file.stats())
                .tags(file.tags())
                .clusteringProvider(file.clusteringProvider());
    }

    private AddFile shallow(AddFile file) {
        DeletionVectorDescriptor vector = file.deletionVector();
        AddFile.Builder clone = ownRows(file, StoredFiles.absolute(source, file.path()));
        if (vector != null) {
            clone.deletionVector(DeletionVectorFile.path(vector)
                    .map(path -> new DeletionVectorDescriptor(
                            "p",
                            StoredFiles.absolute(source, path),
                            vector.offset(),
                            vector.sizeInBytes(),
                            vector.cardinality(),
                            vector.unknown()))
                    .orElse(vector));
        }
        return clone.build();
    }

    private List<AddFile> copies(List<AddFile> files) {
        // by path: several data files may have their vectors in one file, and one data file is there once
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, DeletionVectorDescriptor> places = new HashMap<>();
        for (AddFile file : files) {
            names.put(file.path(), ownName(file.path()));
            DeletionVectorDescriptor vector = file.deletionVector();
            if (vector != null && !vector.storageType().equals("i")) {
                String path = DeletionVectorFile.path(vector).orElseThrow();
                places.computeIfAbsent(path, p -> place(vector));
                names.put(
                        path,
                        DataPath.decode(
                                DeletionVectorFile.path(places.get(path)).orElseThrow()));
            }
        }
        long total = files.stream().mapToLong(AddFile::sizeBytes).sum();
        Work work = new Work(environment, source.root(), "copying", total, TableEvents.Unit.BYTES);
        List<Long> sizes = Parallel.map(
                new ArrayList<>(names.entrySet()),
                entry -> {
                    copied.add(entry.getValue());
                    long bytes = StoredFiles.copy(source, entry.getKey(), target, entry.getValue());
                    work.add(bytes);
                    return bytes;
                },
                environment.executor(),
                environment.parallelism());
        copiedBytes = sizes.stream().mapToLong(Long::longValue).sum();
        List<AddFile> copies = new ArrayList<>();
        for (AddFile file : files) {
            copies.add(copy(file, DataPath.encode(Objects.requireNonNull(names.get(file.path()))), places));
        }
        return copies;
    }

    private static AddFile copy(AddFile file, String path, Map<String, DeletionVectorDescriptor> places) {
        AddFile.Builder copy = ownRows(file, path);
        DeletionVectorDescriptor vector = file.deletionVector();
        if (vector != null) {
            DeletionVectorDescriptor place =
                    DeletionVectorFile.path(vector).map(places::get).orElse(vector);
            copy.deletionVector(new DeletionVectorDescriptor(
                    place.storageType(),
                    place.pathOrInlineDv(),
                    vector.offset(),
                    vector.sizeInBytes(),
                    vector.cardinality(),
                    vector.unknown()));
        }
        return copy.build();
    }

    /** The name it has in the source, or one like no other for a file from elsewhere. */
    private String ownName(String path) {
        return DataPath.nameIn(source.root(), path).orElseGet(() -> {
            String name = DataPath.decode(path.substring(path.lastIndexOf('/') + 1));
            return environment.ids().get() + "-" + name;
        });
    }

    private DeletionVectorDescriptor place(DeletionVectorDescriptor vector) {
        if (vector.storageType().equals("u")) {
            return vector;
        }
        UUID id = environment.ids().get();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return new DeletionVectorDescriptor("u", Z85.encode(bytes), null, 0, 0, Map.of());
    }

    /** What the history says, name to plain text. */
    public Map<String, @Nullable String> parameters() {
        Map<String, @Nullable String> parameters = new TreeMap<>();
        parameters.put("source", "delta.`" + source.root() + "`");
        parameters.put("sourceVersion", Long.toString(snapshot.version()));
        parameters.put("isShallow", Boolean.toString(!deep));
        return parameters;
    }

    public Map<String, String> metrics() {
        Map<String, String> metrics = new TreeMap<>();
        metrics.put("sourceTableSize", Long.toString(snapshot.files().totalBytes()));
        metrics.put("sourceNumOfFiles", Integer.toString(snapshot.files().count()));
        metrics.put("numRemovedFiles", "0");
        metrics.put("removedFilesSize", "0");
        metrics.put("numCopiedFiles", Integer.toString(deep ? copied.size() : 0));
        metrics.put("copiedFilesSize", Long.toString(copiedBytes));
        return metrics;
    }
}
