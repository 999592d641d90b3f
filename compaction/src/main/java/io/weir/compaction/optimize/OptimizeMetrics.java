package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.table.data.WrittenFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the history says of an optimization, under the names it has in Delta Spark. One thread at a time. */
final class OptimizeMetrics {
    private final List<Long> addedBytes = new ArrayList<>();
    private long removedFiles;
    private long removedBytes;
    private long removedVectors;

    void removed(AddFile file) {
        removedFiles++;
        removedBytes += file.sizeBytes();
        removedVectors += file.deletionVector() == null ? 0 : 1;
    }

    void added(WrittenFile file) {
        addedBytes.add(file.sizeBytes());
    }

    Map<String, Long> all() {
        Map<String, Long> all = new TreeMap<>();
        all.put("numRemovedFiles", removedFiles);
        all.put("numRemovedBytes", removedBytes);
        all.put("numDeletionVectorsRemoved", removedVectors);
        all.put("numAddedFiles", (long) addedBytes.size());
        all.put("numAddedBytes", addedBytes.stream().mapToLong(bytes -> bytes).sum());
        if (!addedBytes.isEmpty()) {
            Collections.sort(addedBytes);
            all.put("minFileSize", part(0));
            all.put("p25FileSize", part(0.25));
            all.put("p50FileSize", part(0.5));
            all.put("p75FileSize", part(0.75));
            all.put("maxFileSize", part(1));
        }
        return all;
    }

    private long part(double share) {
        return addedBytes.get((int) (share * (addedBytes.size() - 1)));
    }
}
