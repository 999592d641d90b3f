package io.weir.log.checkpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which sidecars a checkpoint names again, and which chunks of files go into new ones. Immutable, pure.
 *
 * <p>A sidecar stays if all of its files are still in the table. Small ones are put together with what has to be written anyway, as soon as that is
 * as much as they are: so a file is written again a number of times that grows with the logarithm of the table, and there are never many small sidecars.
 *
 * @param kept to be named again
 * @param written each the chunks of one new sidecar
 */
record SidecarPlan(List<StoredFiles> kept, List<List<Integer>> written) {
    /** A new sidecar ends when it has so many files; a larger one is never put together with others. */
    static final int MAX_ROWS = 1 << 16;
    /** A chunk in memory that is so long stays as it is for a while, and has a sidecar for itself. */
    static final int LASTING_ROWS = 1 << 10;

    SidecarPlan {
        kept = List.copyOf(kept);
        written = written.stream().map(List::copyOf).toList();
    }

    /**
     * A chunk.
     *
     * @param rows that are files of the table
     * @param inMemory may it become one with others soon?
     * @param stored the sidecar that it is in, if that can be named again; else null
     */
    record Chunk(int rows, boolean inMemory, @Nullable StoredFiles stored) {}

    static SidecarPlan of(List<Chunk> chunks) {
        Map<String, Long> rows = new LinkedHashMap<>();
        Map<String, StoredFiles> sidecars = new LinkedHashMap<>();
        long toWrite = 0;
        for (Chunk chunk : chunks) {
            StoredFiles stored = chunk.stored();
            if (stored == null) {
                toWrite += chunk.rows();
            } else {
                rows.merge(stored.sidecar().path(), (long) chunk.rows(), Long::sum);
                sidecars.put(stored.sidecar().path(), stored);
            }
        }
        List<StoredFiles> whole = new ArrayList<>();
        for (StoredFiles sidecar : sidecars.values()) {
            long left = rows.getOrDefault(sidecar.sidecar().path(), 0L);
            if (left == sidecar.rows()) {
                whole.add(sidecar);
            } else {
                toWrite += left;
            }
        }
        List<StoredFiles> kept = withoutSmall(whole, toWrite);
        return new SidecarPlan(kept, written(chunks, kept));
    }

    private static List<StoredFiles> withoutSmall(List<StoredFiles> whole, long toWrite) {
        List<StoredFiles> kept = new ArrayList<>(whole);
        kept.sort(Comparator.comparingLong(StoredFiles::rows));
        long rows = toWrite;
        while (!kept.isEmpty() && kept.get(0).rows() <= rows && kept.get(0).rows() < MAX_ROWS) {
            rows += kept.remove(0).rows();
        }
        return kept;
    }

    private static List<List<Integer>> written(List<Chunk> chunks, List<StoredFiles> kept) {
        Set<String> names = new HashSet<>();
        kept.forEach(sidecar -> names.add(sidecar.sidecar().path()));
        List<List<Integer>> written = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        long rows = 0;
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            StoredFiles stored = chunk.stored();
            if (chunk.rows() == 0
                    || stored != null && names.contains(stored.sidecar().path())) {
                continue;
            }
            if (chunk.inMemory() && chunk.rows() >= LASTING_ROWS) {
                written.add(List.of(i));
                continue;
            }
            open.add(i);
            rows += chunk.rows();
            if (rows >= MAX_ROWS) {
                written.add(open);
                open = new ArrayList<>();
                rows = 0;
            }
        }
        if (!open.isEmpty()) {
            written.add(open);
        }
        return written;
    }
}
