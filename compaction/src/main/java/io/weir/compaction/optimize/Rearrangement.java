package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.data.WrittenFile;
import io.weir.table.deletion.RowDeletion;
import io.weir.table.deletion.RowDeletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups that are to become one version of the table, and the file with the vectors of rows that left them meanwhile, if any did. One thread at a time.
 *
 * <p>The file of vectors is for one attempt to commit; if that fails for certain, {@link #abandon} deletes it.
 */
final class Rearrangement {
    private final List<Part> parts;
    private final RowDeletions.Written vectors;

    private record Part(FollowedGroup group, List<WrittenFile> after) {}

    private Rearrangement(List<Part> parts, RowDeletions.Written vectors) {
        this.parts = parts;
        this.vectors = vectors;
    }

    /** Writes the vectors; none, and no file, where nobody deleted rows. */
    static Rearrangement of(List<FollowedGroup> groups, Table table) {
        List<RowDeletion> gone =
                groups.stream().flatMap(group -> group.gone().stream()).toList();
        RowDeletions.Written vectors = RowDeletions.write(
                table.store(),
                gone,
                table.environment().ids().get(),
                table.environment().clock().millis());
        Map<String, AddFile> lessened = vectors.files();
        List<Part> parts = groups.stream()
                .map(group -> new Part(group, after(group, lessened)))
                .toList();
        return new Rearrangement(parts, vectors);
    }

    /** The files that were written, without rows that are gone; none of which no row is left. */
    private static List<WrittenFile> after(FollowedGroup group, Map<String, AddFile> lessened) {
        Set<String> touched =
                group.gone().stream().map(deletion -> deletion.file().path()).collect(Collectors.toSet());
        List<WrittenFile> after = new ArrayList<>();
        for (WrittenFile file : group.written().files()) {
            AddFile now = touched.contains(file.action().path())
                    ? lessened.get(file.action().path())
                    : file.action();
            if (now != null) {
                after.add(new WrittenFile(file.name(), file.rows(), now));
            }
        }
        return after;
    }

    void putInto(Transaction transaction) {
        OptimizeMetrics metrics = new OptimizeMetrics();
        for (Part part : parts) {
            part.group().before().forEach(metrics::removed);
            part.after().forEach(metrics::added);
            transaction.rearrange(part.group().before(), part.after());
        }
        metrics.all().forEach(transaction::metric);
    }

    /** What was done before, and this, which became a version. */
    OptimizeResult committed(long version, OptimizeResult before) {
        OptimizeResult result = before.in(version);
        for (Part part : parts) {
            result = result.with(part.group(), part.after());
        }
        return result;
    }

    /** Files of which no row was left, so that no version names them. */
    List<WrittenFile> notNamed() {
        List<WrittenFile> notNamed = new ArrayList<>();
        for (Part part : parts) {
            Set<String> named = part.after().stream().map(WrittenFile::name).collect(Collectors.toSet());
            for (WrittenFile file : part.group().written().files()) {
                if (!named.contains(file.name())) {
                    notNamed.add(file);
                }
            }
        }
        return notNamed;
    }

    /** No version names the vectors, and none will. */
    void abandon(ObjectStore store) {
        vectors.delete(store);
    }
}
