package io.weir.table.commit;

import io.weir.format.batch.ColumnBatch;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.storage.PendingSync;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.PendingFiles;
import io.weir.table.data.WriteOptions;
import io.weir.table.data.WrittenFile;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data files with the rows of several small appends, which nobody sees before they are committed. Immutable.
 *
 * <p>A file holds the rows of exactly those that are committed with it: whoever drops out takes the file with him, and the
 * others' rows are written anew.
 */
final class SharedFiles {
    private static final SharedFiles NONE = new SharedFiles(List.of(), List.of(), null);

    private final List<Member> members;
    private final List<Part> parts;
    private final @Nullable ObjectStore store;

    private SharedFiles(List<Member> members, List<Part> parts, @Nullable ObjectStore store) {
        this.members = members;
        this.parts = parts;
        this.store = store;
    }

    /** Those whose rows are written alike. */
    private record Kind(Metadata metadata, Protocol protocol, WriteOptions options) {}

    private record Part(List<Member> members, PendingFiles written) {
        List<WrittenFile> files() {
            return written.files();
        }
    }

    /**
     * The files for the members' rows.
     *
     * @param before what was written for an earlier attempt, or null; deleted if it was for others
     */
    static SharedFiles renewed(
            @Nullable SharedFiles before, List<Member> members, ObjectStore store, TableEnvironment environment) {
        List<Member> sharing = members.stream()
                .filter(member -> member.transaction.sharedRows() != null)
                .toList();
        if (before != null && before.members.equals(sharing)) {
            return before;
        }
        if (before != null) {
            before.abandon();
        }
        return sharing.isEmpty() ? NONE : write(sharing, store, environment);
    }

    private static SharedFiles write(List<Member> sharing, ObjectStore store, TableEnvironment environment) {
        Map<Kind, List<Member>> kinds = new LinkedHashMap<>();
        for (Member member : sharing) {
            SharedRows rows = member.transaction.sharedRows();
            if (rows != null) {
                Snapshot read = member.transaction.readSnapshot();
                kinds.computeIfAbsent(
                                new Kind(read.metadata(), read.protocol(), rows.options()), kind -> new ArrayList<>())
                        .add(member);
            }
        }
        SharedFiles written = new SharedFiles(sharing, new ArrayList<>(), store);
        try {
            kinds.forEach((kind, of) -> written.parts.add(new Part(of, write(kind, of, store, environment))));
        } catch (RuntimeException | Error e) {
            written.abandon();
            throw e;
        }
        return written;
    }

    private static PendingFiles write(
            Kind kind, List<Member> members, ObjectStore store, TableEnvironment environment) {
        TableShape shape = members.get(0).transaction.readSnapshot().shape();
        try (DataFileWriter files = DataFileWriter.create(store, shape, kind.options(), environment)) {
            for (Member member : members) {
                SharedRows rows = member.transaction.sharedRows();
                if (rows != null) {
                    for (ColumnBatch batch : rows.batches()) {
                        files.write(batch);
                    }
                }
            }
            return files.finishSoon();
        }
    }

    List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        parts.forEach(part -> part.files().forEach(file -> actions.add(file.action())));
        return actions;
    }

    /** What has to be waited for before a version names the files. */
    List<PendingSync> pending() {
        return parts.stream().flatMap(part -> part.written.pending().stream()).toList();
    }

    /** The files that have a member's rows. */
    List<AddFile> of(Member member) {
        for (Part part : parts) {
            if (part.members.contains(member)) {
                return part.files().stream().map(WrittenFile::action).toList();
            }
        }
        return List.of();
    }

    /** What the files amount to, by the names that histories have for it; empty if there are none. */
    Map<String, Long> metrics() {
        Map<String, Long> metrics = new HashMap<>();
        for (Part part : parts) {
            for (WrittenFile file : part.files()) {
                metrics.merge("numFiles", 1L, Long::sum);
                metrics.merge("numOutputRows", file.rows(), Long::sum);
                metrics.merge("numOutputBytes", file.sizeBytes(), Long::sum);
            }
        }
        return metrics;
    }

    /** Deletes the files, which no version names. */
    void abandon() {
        if (store != null) {
            for (Part part : parts) {
                WrittenFile.abandon(store, part.files());
            }
        }
    }
}
