package io.weir.table.dml;

import io.weir.table.data.WrittenFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change of rows that is part of a transaction which somebody else commits. Immutable.
 *
 * @param written the files of it; to be deleted if the transaction comes to nothing
 * @param metrics what it does, by the names that the table's history has for it; bytes and milliseconds
 */
public record JoinedChange(List<WrittenFile> written, SortedMap<String, Long> metrics) {
    public JoinedChange {
        written = List.copyOf(written);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }
}
