package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Sidecar;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sidecars of checkpoints: those that are there, and those that checkpoints name. One thread at a time. */
final class Sidecars {
    private static final StructType SIDECAR = StructType.EMPTY.add("path", PrimitiveType.STRING);

    private final ObjectStore store;
    private final Findings findings;
    private final NavigableMap<String, ObjectInfo> there = new TreeMap<>();
    private final Set<String> named = new HashSet<>();

    Sidecars(ObjectStore store, Findings findings) {
        this.store = store;
        this.findings = findings;
        try (Stream<ObjectInfo> objects = store.listFrom(LogNames.SIDECARS, "")) {
            objects.forEach(object -> there.put(object.name(), object));
        }
    }

    /** The sidecars that a checkpoint names and that are not there. */
    List<String> missing(CheckpointFiles checkpoint) {
        List<String> missing = new ArrayList<>();
        for (String name : names(checkpoint)) {
            named.add(name);
            if (!there.containsKey(name) && !store.exists(name)) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** All objects of a checkpoint, its sidecars among them. */
    List<ObjectInfo> objects(CheckpointFiles checkpoint) {
        List<ObjectInfo> objects = new ArrayList<>(checkpoint.objects());
        for (String name : names(checkpoint)) {
            ObjectInfo object = there.get(name);
            objects.add(object == null ? store.info(name) : object);
        }
        return objects;
    }

    void tellUnreferenced() {
        List<ObjectInfo> others =
                there.values().stream().filter(o -> !named.contains(o.name())).toList();
        if (!others.isEmpty()) {
            findings.add(
                    FindingKind.SIDECAR_UNREFERENCED,
                    Place.TABLE,
                    Facts.of(
                            "bytes",
                                    others.stream()
                                            .mapToLong(ObjectInfo::sizeBytes)
                                            .sum(),
                            "count", others.size(),
                            "example", others.get(0).name()));
        }
    }

    private List<String> names(CheckpointFiles checkpoint) {
        List<String> names = new ArrayList<>();
        for (ObjectInfo object : checkpoint.objects()) {
            if (checkpoint.isJson()) {
                ActionCodec.read(store.read(object.name()), object.name(), checkpoint.version(), action -> {
                    if (action instanceof Sidecar sidecar) {
                        names.add(LogNames.sidecar(sidecar.path()));
                    }
                });
            } else {
                read(object, names);
            }
        }
        return names;
    }

    private void read(ObjectInfo object, List<String> names) {
        try (ObjectReader reader = store.open(object.name(), object.sizeBytes())) {
            ParquetFile file = ParquetFile.open(reader);
            if (file.schema().indexOf("sidecar") < 0) {
                return;
            }
            try (BatchReader batches = file.read(ReadRequest.of(StructType.EMPTY.add("sidecar", SIDECAR)))) {
                for (ColumnBatch batch = batches.next(); batch != null; batch = batches.next()) {
                    for (int i = 0; i < batch.rowCount(); i++) {
                        Row sidecar = batch.row(i).struct("sidecar");
                        String path = sidecar == null ? null : sidecar.string("path");
                        if (path != null) {
                            names.add(LogNames.sidecar(path));
                        }
                    }
                }
            }
        }
    }
}
