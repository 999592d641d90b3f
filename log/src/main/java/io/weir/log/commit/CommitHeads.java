package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.CommitInfo;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The log entries of consecutive versions as a listing shows them, and the beginnings of those that are asked for. Immutable. */
final class CommitHeads {
    /** A {@code commitInfo} is nearly always the first line, and this long at most. */
    private static final int HEAD_BYTES = 16 * 1024;

    private final ObjectStore store;
    private final long first;
    private final long[] sizes;
    private final long[] millis;

    private CommitHeads(ObjectStore store, long first, long[] sizes, long[] millis) {
        this.store = store;
        this.first = first;
        this.sizes = sizes;
        this.millis = millis;
    }

    /** Lists the entries of the last unbroken run of versions that ends with {@code latest} and starts at {@code from} or later. */
    static CommitHeads list(ObjectStore store, long from, long latest) {
        long[] sizes = new long[64];
        long[] millis = new long[64];
        int count = 0;
        long next = from;
        try (Stream<ObjectInfo> listing = store.listFrom(LogNames.DIRECTORY, LogNames.firstOf(from))) {
            for (Iterator<ObjectInfo> i = listing.iterator(); i.hasNext() && next <= latest; ) {
                ObjectInfo file = i.next();
                if (LogName.parse(file.fileName()).orElse(null) instanceof LogName.Commit commit) {
                    if (commit.version() != next) {
                        count = 0; // nothing before a gap can be reached
                    }
                    if (count == sizes.length) {
                        sizes = Arrays.copyOf(sizes, count * 2);
                        millis = Arrays.copyOf(millis, count * 2);
                    }
                    sizes[count] = file.sizeBytes();
                    millis[count++] = file.modifiedMillis();
                    next = commit.version() + 1;
                }
            }
        }
        if (next != latest + 1) {
            count = 0; // the latest version itself is known by a checkpoint only
            next = latest + 1;
        }
        return new CommitHeads(store, next - count, Arrays.copyOf(sizes, count), Arrays.copyOf(millis, count));
    }

    boolean isEmpty() {
        return sizes.length == 0;
    }

    long first() {
        return first;
    }

    long last() {
        return first + sizes.length - 1;
    }

    /** Modification times of the versions before {@code end}, each at least a millisecond after the one before. */
    long[] monotonicMillis(long end) {
        int count = (int) Math.max(0, Math.min(millis.length, end - first));
        long[] monotonic = Arrays.copyOf(millis, count);
        for (int i = 1; i < count; i++) {
            monotonic[i] = Math.max(monotonic[i], monotonic[i - 1] + 1);
        }
        return monotonic;
    }

    /** What the writer of a version said; null if nothing. One request, two if it is far down in a large entry. */
    @Nullable
    CommitInfo info(long version) {
        String name = LogNames.commit(version);
        long size = sizes[(int) (version - first)];
        if (size > HEAD_BYTES) {
            Optional<CommitInfo> atTheTop = top(name, size, version);
            if (atTheTop.isPresent()) {
                return atTheTop.get();
            }
        }
        CommitInfo[] found = new CommitInfo[1];
        ActionCodec.readCommit(store.read(name), name, version, (Action action) -> {
            if (action instanceof CommitInfo info) {
                found[0] = info;
            }
        });
        return found[0];
    }

    private Optional<CommitInfo> top(String name, long size, long version) {
        byte[] head;
        try (ObjectReader reader = store.open(name, size)) {
            head = reader.read(0, HEAD_BYTES);
        }
        for (int i = 0; i < head.length; i++) {
            if (head[i] == '\n') {
                return ActionCodec.firstCommitInfo(Arrays.copyOf(head, i), name, version);
            }
        }
        return Optional.empty();
    }
}
