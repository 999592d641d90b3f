package io.weir.pipeline.source;

import io.weir.format.batch.ColumnBatch;
import java.util.Map;

/**
 * Some rows and where they end. Immutable.
 *
 * @param rows those that fit; possibly none
 * @param records how many records were read, those that did not fit included
 * @param bytes about how many bytes of the source they are
 * @param files how many files end with the rows, of a source that is made of files
 * @param moved the partitions whose position moved, with the position behind the rows
 */
public record SourceBatch(ColumnBatch rows, long records, long bytes, int files, Map<String, Long> moved) {
    public SourceBatch {
        moved = Map.copyOf(moved);
    }
}
