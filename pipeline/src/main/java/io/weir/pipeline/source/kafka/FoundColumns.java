package io.weir.pipeline.source.kafka;

import io.weir.pipeline.source.InputColumns;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What values become, found by the first reader that has some to look at and the same for all. Safe for many threads. */
final class FoundColumns {
    private @Nullable InputColumns found;

    /** @param find the columns, or null as long as nothing shows them; called by one thread at a time */
    synchronized @Nullable InputColumns orFind(Supplier<@Nullable InputColumns> find) {
        if (found == null) {
            found = find.get();
        }
        return found;
    }
}
