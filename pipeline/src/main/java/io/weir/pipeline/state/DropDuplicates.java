package io.weir.pipeline.state;

import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands on the first row of every key. Immutable.
 *
 * <p>With a watermark, a key is forgotten when the watermark comes to the time of its first row and the delay: duplicates whose times are less than
 * the delay apart are dropped, and the memory has an end. Rows at or before the watermark are dropped as too late. A row without a time is never too
 * late, and its key is kept as if it was as new as the newest of the epochs before. Without a watermark keys are kept for ever, and the memory
 * grows with them.
 *
 * @param columns the key; a null is equal to a null
 * @param maxStateBytes what may be remembered; {@link StateTooLargeException} beyond it
 */
public record DropDuplicates(List<String> columns, @Nullable Watermark watermark, long maxStateBytes)
        implements StepDefinition {
    public DropDuplicates {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Duplicates are told by at least one column");
        }
    }

    @Override
    public StatefulStep start(StructType input) {
        return new DuplicatesStep(this, input);
    }
}
