package io.weir.table.diff;

import io.weir.log.action.DataPath;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which files two versions do not have in common. Reads nothing but the log. Immutable. */
final class FilePairs {
    private final DifferingFiles before;
    private final DifferingFiles after;
    private final FileDifference difference;

    private FilePairs(DifferingFiles before, DifferingFiles after, FileDifference difference) {
        this.before = before;
        this.after = after;
        this.difference = difference;
    }

    static FilePairs of(ComparedVersion before, ComparedVersion after) {
        LiveFiles was = before.snapshot().files();
        LiveFiles is = after.snapshot().files();
        int[] gone;
        int[] come;
        if (before.isTableOf(after)) {
            gone = was.notIn(is);
            come = is.notIn(was);
        } else {
            gone = notIn(before, addresses(after));
            come = notIn(after, addresses(before));
        }
        int common = was.count() - gone.length;
        Map<Integer, Integer> marked = marked(before, gone, after, come);
        Map<Integer, DeletionVectorDescriptor> onlyBefore = new HashMap<>();
        Map<Integer, DeletionVectorDescriptor> onlyAfter = new HashMap<>();
        Set<Integer> allStay = new HashSet<>();
        Set<Integer> allStayed = new HashSet<>();
        marked.forEach((old, now) -> {
            only(onlyBefore, allStay, old, is.deletionVector(now));
            only(onlyAfter, allStayed, now, was.deletionVector(old));
        });
        FileDifference difference = new FileDifference(
                gone.length - marked.size(),
                bytes(was, gone, id -> !marked.containsKey(id)),
                come.length - marked.size(),
                bytes(is, come, id -> !marked.containsValue(id)),
                marked.size(),
                common);
        return new FilePairs(
                new DifferingFiles(before, without(gone, allStay), onlyBefore),
                new DifferingFiles(after, without(come, allStayed), onlyAfter),
                difference);
    }

    /** Of a file that both have, one has only those rows to itself that the other deleted. */
    private static void only(
            Map<Integer, DeletionVectorDescriptor> only,
            Set<Integer> none,
            int id,
            @Nullable DeletionVectorDescriptor deletedThere) {
        if (deletedThere == null) {
            none.add(id);
        } else {
            only.put(id, deletedThere);
        }
    }

    private static int[] without(int[] ids, Set<Integer> left) {
        return left.isEmpty()
                ? ids
                : Arrays.stream(ids).filter(id -> !left.contains(id)).toArray();
    }

    private static long bytes(LiveFiles files, int[] ids, IntPredicate counts) {
        return Arrays.stream(ids).filter(counts).mapToLong(files::sizeBytes).sum();
    }

    /** Files that both have with other deletion vectors: the number in the version before to that in the version after. */
    private static Map<Integer, Integer> marked(ComparedVersion before, int[] gone, ComparedVersion after, int[] come) {
        LiveFiles was = before.snapshot().files();
        LiveFiles is = after.snapshot().files();
        Map<Integer, Integer> marked = new HashMap<>();
        if (!was.mayHaveDeletionVectors() && !is.mayHaveDeletionVectors()) {
            return marked;
        }
        Map<String, Integer> byAddress = new HashMap<>();
        for (int id : gone) {
            byAddress.put(address(before, was.path(id)), id);
        }
        for (int id : come) {
            Integer old = byAddress.get(address(after, is.path(id)));
            if (old != null) {
                marked.put(old, id);
            }
        }
        return marked;
    }

    /** Tables elsewhere name our files with their whole addresses, if at all. */
    private static Set<String> addresses(ComparedVersion version) {
        LiveFiles files = version.snapshot().files();
        Set<String> addresses = new HashSet<>();
        for (int id : files.ids()) {
            addresses.add(logical(version, files, id));
        }
        return addresses;
    }

    private static int[] notIn(ComparedVersion version, Set<String> addresses) {
        LiveFiles files = version.snapshot().files();
        return Arrays.stream(files.ids())
                .filter(id -> !addresses.contains(logical(version, files, id)))
                .toArray();
    }

    private static String logical(ComparedVersion version, LiveFiles files, int id) {
        DeletionVectorDescriptor deleted = files.deletionVector(id);
        return address(version, files.path(id)) + (deleted == null ? "" : "\n" + deleted.uniqueId());
    }

    private static String address(ComparedVersion version, String path) {
        String root = version.store().root().toString();
        return DataPath.nameIn(version.store().root(), path)
                .map(name -> DataPath.canonical(root.endsWith("/") ? root : root + "/") + "/" + name)
                .orElseGet(() -> DataPath.canonical(path));
    }

    DifferingFiles before() {
        return before;
    }

    DifferingFiles after() {
        return after;
    }

    FileDifference difference() {
        return difference;
    }
}
