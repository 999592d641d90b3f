package io.weir.pipeline.source;

import io.weir.pipeline.decode.FilePosition;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The place in one file as partitions of a {@link Position}: three numbers, with a suffix that tells files of a directory apart.
 *
 * @param suffix empty, or a slash and the file's name
 */
record FilePartitions(String suffix) {
    Map<String, Long> of(FilePosition position) {
        return Map.of(
                "bytes" + suffix,
                position.bytes(),
                "rows" + suffix,
                position.rows(),
                "check" + suffix,
                position.check());
    }

    Set<String> names() {
        return of(FilePosition.START).keySet();
    }

    FilePosition in(Position position) {
        @Nullable Long rows = position.at("rows" + suffix);
        @Nullable Long bytes = position.at("bytes" + suffix);
        @Nullable Long check = position.at("check" + suffix);
        return rows == null || bytes == null || check == null
                ? FilePosition.START
                : new FilePosition(bytes, rows, check);
    }
}
