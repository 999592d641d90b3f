package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.state.LiveFiles;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is said of the files of a checkpoint, as hashes. One thread at a time. */
final class FileDigests {
    private final HashIndex keys;
    private long[] contents;
    private long[] jsonValues;
    private long[] parsedValues;

    private FileDigests(int expected) {
        keys = new HashIndex(expected);
        contents = new long[expected];
        jsonValues = new long[expected];
        parsedValues = new long[expected];
    }

    /** Reads all that is known of all files. */
    static FileDigests of(LiveFiles files, StructType statsSchema) {
        FileDigests digests = new FileDigests(Math.max(1, files.count()));
        FileBatches.forEach(files, statsSchema, (adds, json, parsed) -> {
            for (int i = 0; i < adds.size(); i++) {
                AddFile add = adds.get(i);
                int at = digests.put(key(add));
                digests.contents[at] = content(add);
                digests.jsonValues[at] = add.stats() == null ? 0 : VectorHash.of(json, i);
                digests.parsedValues[at] = parsed == null ? 0 : VectorHash.of(parsed, i);
            }
        });
        return digests;
    }

    static void forEachKey(LiveFiles files, BiConsumer<Long, AddFile> each) {
        FileBatches.forEach(
                files, StructType.EMPTY, (adds, json, parsed) -> adds.forEach(add -> each.accept(key(add), add)));
    }

    private int put(long key) {
        int at = keys.put(key);
        if (at >= contents.length) {
            int longer = contents.length * 2;
            contents = Arrays.copyOf(contents, longer);
            jsonValues = Arrays.copyOf(jsonValues, longer);
            parsedValues = Arrays.copyOf(parsedValues, longer);
        }
        return at;
    }

    int count() {
        return keys.size();
    }

    /** The place of a logical file, or -1. */
    int find(long key) {
        return keys.find(key);
    }

    static long key(AddFile add) {
        return Hash.of(Hash.of(add.key().path()), Hash.of(add.key().deletionVectorId()));
    }

    /** In what a file differs, statistics left out; null if it does not. */
    @Nullable
    String difference(int at, AddFile add) {
        return contents[at] == content(add) ? null : "size, time, partition values, tags, row ids or deletion vector";
    }

    /** Are the statistics, in any of the forms that are there, of other values? */
    boolean statisticsDiffer(int at, ColumnBatch stats, int row) {
        long expected = VectorHash.of(stats, row);
        return jsonValues[at] != 0 && jsonValues[at] != expected
                || parsedValues[at] != 0 && parsedValues[at] != expected;
    }

    private static long content(AddFile add) {
        TreeMap<String, String> partitions = new TreeMap<>();
        // empty text and null are the same value
        add.partitionValues().forEach((name, value) -> partitions.put(name, value == null ? "" : value));
        TreeMap<String, String> tags = new TreeMap<>();
        add.tags().forEach((name, value) -> tags.put(name, String.valueOf(value)));
        long hash = Hash.of(partitions.toString());
        hash = Hash.of(hash, Hash.of(tags.toString()));
        hash = Hash.of(hash, add.sizeBytes());
        hash = Hash.of(hash, add.modificationTime());
        hash = Hash.of(hash, Hash.of(String.valueOf(add.baseRowId())));
        hash = Hash.of(hash, Hash.of(String.valueOf(add.defaultRowCommitVersion())));
        hash = Hash.of(hash, Hash.of(String.valueOf(add.clusteringProvider())));
        var vector = add.deletionVector();
        return vector == null ? hash : Hash.of(hash, Hash.of(vector.cardinality(), vector.sizeInBytes()));
    }
}
