package io.weir.pipeline;

import io.weir.log.action.Metadata;
import io.weir.pipeline.decode.BadRecord;
import io.weir.sink.EpochFiles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one task of a continuous run did in one epoch. Immutable once it is handed over.
 *
 * @param writtenAs what the table was when the files were begun; null if there are none
 * @param bad records that are to be kept
 */
record TaskPart(
        EpochState state, EpochFiles files, @Nullable Metadata writtenAs, List<BadRecord> bad) {}
