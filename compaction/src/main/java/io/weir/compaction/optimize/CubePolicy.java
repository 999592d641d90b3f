package io.weir.compaction.optimize;

import io.weir.compaction.optimize.Layout.AlongCurve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the files of a partition that are put in order together, as a cube, by columns. Pure.
 *
 * <p>A cube is what was put in order at once. One of {@value #ENOUGH_FILES} whole files is left alone for good: more would be skipped no better. What is
 * not in order yet is always chosen; a smaller cube together with it as long as it is not more than {@value #MOST_TIMES} times what is put in order
 * anyway, so that a row is written again a few times only, however often little comes. Files that have many deleted rows count as not in order.
 *
 * <p>Nothing is chosen where all is in order. Files that were put in order by other columns are chosen again if somebody asks for an order by these;
 * of a table that has clustering columns, whose may change, they stay as they are unless all files are asked for.
 *
 * @param targetBytes about how long a file gets
 * @param all also what is in order already
 */
public record CubePolicy(AlongCurve layout, long targetBytes, boolean all) {
    private static final int ENOUGH_FILES = 100;
    /** A cube does not get longer: each is sorted, and committed, at once. */
    private static final int MOST_FILES = 150;

    private static final int MOST_TIMES = 4;

    /** The groups, those of each partition together; each is to become a cube. */
    public List<FileGroup> choose(List<Candidate> live) {
        List<FileGroup> groups = new ArrayList<>();
        for (List<Candidate> files : Candidate.byPartition(live)) {
            cut(all ? files : unordered(files), groups);
        }
        return groups;
    }

    private List<Candidate> unordered(List<Candidate> files) {
        List<Candidate> chosen = new ArrayList<>();
        Map<String, List<Candidate>> cubes = new LinkedHashMap<>();
        List<String> columns = layout.names();
        for (Candidate file : files) {
            @Nullable String cube = CubeTags.cube(file.file());
            boolean ours = cube != null && CubeTags.isBy(file.file(), columns);
            if (ours && !file.hasManyDeletedRows()) {
                cubes.computeIfAbsent(cube, id -> new ArrayList<>()).add(file);
            } else if (ours || !staysOfOther(file, cube)) {
                chosen.add(file);
            }
        }
        List<List<Candidate>> small = cubes.values().stream()
                .filter(cube -> Candidate.bytes(cube) < ENOUGH_FILES * targetBytes)
                .sorted(Comparator.comparingLong(Candidate::bytes))
                .toList();
        return withSmallCubes(chosen, small);
    }

    /** Was it put in order by other columns, or by others than us? */
    private boolean staysOfOther(Candidate file, @Nullable String cube) {
        String provider = file.file().clusteringProvider();
        return layout.ofTable() && (cube != null || provider != null && !provider.equals(CubeTags.PROVIDER));
    }

    private static List<Candidate> withSmallCubes(List<Candidate> loose, List<List<Candidate>> ascending) {
        List<Candidate> chosen = new ArrayList<>(loose);
        int joined = 0;
        for (List<Candidate> cube : ascending) {
            long bytes = Candidate.bytes(chosen);
            if (!chosen.isEmpty() && Candidate.bytes(cube) > MOST_TIMES * bytes) {
                break;
            }
            chosen.addAll(cube);
            joined++;
        }
        return loose.isEmpty() && joined < 2 ? List.of() : chosen;
    }

    private void cut(List<Candidate> files, List<FileGroup> groups) {
        List<Candidate> group = new ArrayList<>();
        long bytes = 0;
        for (Candidate file : files) {
            long length = file.file().sizeBytes();
            if (!group.isEmpty() && bytes + length > MOST_FILES * targetBytes) {
                groups.add(Candidate.group(group));
                group.clear();
                bytes = 0;
            }
            group.add(file);
            bytes += length;
        }
        if (!group.isEmpty()) {
            groups.add(Candidate.group(group));
        }
    }
}
