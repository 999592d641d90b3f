package io.weir.pipeline.source;

import io.weir.format.batch.ColumnBatch;
import java.util.Map;
import java.util.Set;

/**
 * Some rows and where they end. Immutable.
 *
 * @param rows those that fit; possibly none
 * @param records how many records were read, those that did not fit included
 * @param bytes about how many bytes of the source they are
 * @param files how many files end with the rows, of a source that is made of files
 * @param moved the partitions whose position moved, with the position behind the rows
 * @param superseded partitions that say nothing more now; they need not be committed
 */
public record SourceBatch(
        ColumnBatch rows, long records, long bytes, int files, Map<String, Long> moved, Set<String> superseded) {
    public SourceBatch(ColumnBatch rows, long records, long bytes, int files, Map<String, Long> moved) {
        this(rows, records, bytes, files, moved, Set.of());
    }

    public SourceBatch {
        moved = Map.copyOf(moved);
        superseded = Set.copyOf(superseded);
    }
}
