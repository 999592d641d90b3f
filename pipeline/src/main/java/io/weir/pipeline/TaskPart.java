package io.weir.pipeline;

import io.weir.pipeline.decode.BadRecord;
import io.weir.sink.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task did in one epoch. Immutable once it is handed over.
 *
 * @param memory what its steps remember now; null if none does
 * @param bad records that are to be kept and were not yet
 */
record TaskPart(
        EpochState state,
        TaskWriter.Written written,
        @Nullable Memory memory,
        List<BadRecord> bad) {}
