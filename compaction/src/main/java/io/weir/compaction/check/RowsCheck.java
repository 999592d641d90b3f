package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.read.RowGroupInfo;
import io.weir.log.error.Facts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads every row of a file: pages against their checksums, statistics of row groups against values. One thread at a time. */
final class RowsCheck {
    private final StatsSchema schema;
    private final Findings findings;

    RowsCheck(StatsSchema schema, Findings findings) {
        this.schema = schema;
        this.findings = findings;
    }

    /**
     * What all rows of the file amount to, by column.
     *
     * @param place of the file
     * @throws io.weir.format.parquet.ParquetException if it cannot be read
     */
    Map<StatsSchema.Leaf, ColumnFacts> read(Place place, ParquetFile file, FooterFacts footer) {
        Map<StatsSchema.Leaf, ColumnFacts> facts = new HashMap<>();
        summarize(place, file, footer).forEach((leaf, summary) -> facts.put(leaf, summary.facts()));
        return facts;
    }

    /** The same, with what facts leave out. */
    Map<StatsSchema.Leaf, ColumnSummary> summarize(Place place, ParquetFile file, FooterFacts footer) {
        Map<StatsSchema.Leaf, ColumnSummary> whole = summaries();
        for (RowGroupInfo group : file.rowGroups()) {
            Map<StatsSchema.Leaf, ColumnSummary> part = summaries();
            ReadRequest request = schema.request().rowGroups(List.of(group.index()));
            try (BatchReader reader = file.read(request)) {
                for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (StatsSchema.Leaf leaf : schema.leaves()) {
                        add(batch, leaf, part);
                        add(batch, leaf, whole);
                    }
                }
            }
            part.forEach((leaf, summary) -> compare(
                    place.column(leaf.name()).rowGroup(group.index()),
                    footer.of(leaf.path(), group.index()),
                    summary.facts()));
        }
        return whole;
    }

    private Map<StatsSchema.Leaf, ColumnSummary> summaries() {
        Map<StatsSchema.Leaf, ColumnSummary> summaries = new HashMap<>();
        schema.leaves().forEach(leaf -> summaries.put(leaf, new ColumnSummary()));
        return summaries;
    }

    private static void add(ColumnBatch batch, StatsSchema.Leaf leaf, Map<StatsSchema.Leaf, ColumnSummary> summaries) {
        ColumnSummary summary = summaries.get(leaf);
        List<boolean[]> nulls = new ArrayList<>();
        ColumnVector at = batch.column(leaf.path().get(0));
        for (int depth = 1; depth < leaf.path().size(); depth++) {
            note(at, nulls);
            StructVector struct = (StructVector) at;
            at = struct.field(struct.structType().indexOf(leaf.path().get(depth)));
        }
        note(at, nulls);
        if (summary != null) {
            summary.add(at, any(nulls, batch.rowCount()), 0, batch.rowCount());
        }
    }

    private static void note(ColumnVector vector, List<boolean[]> nulls) {
        boolean[] here = vector.nulls();
        if (here != null) {
            nulls.add(here);
        }
    }

    private static boolean @Nullable [] any(List<boolean[]> nulls, int rows) {
        if (nulls.size() < 2) {
            return nulls.isEmpty() ? null : nulls.get(0);
        }
        boolean[] all = new boolean[rows];
        for (boolean[] some : nulls) {
            for (int row = 0; row < rows; row++) {
                all[row] |= some[row];
            }
        }
        return all;
    }

    /** Bounds of a row group may be cut, so that they are wider; they must not leave out a value. */
    private void compare(Place place, ColumnFacts said, ColumnFacts found) {
        if (leavesOut(said.min(), found.min(), 1) || leavesOut(said.max(), found.max(), -1)) {
            findings.add(
                    FindingKind.FOOTER_STATISTICS_WRONG,
                    place,
                    Facts.of("footer", said.min() + " to " + said.max(), "found", found.min() + " to " + found.max()));
        }
        if (said.nulls() != null && !said.nulls().equals(found.nulls())) {
            findings.add(
                    FindingKind.FOOTER_STATISTICS_WRONG,
                    place,
                    Facts.of("footer", said.nulls(), "found", found.nulls(), "of", "nullCount"));
        }
    }

    private static boolean leavesOut(@Nullable Object said, @Nullable Object found, int sign) {
        Integer compared = said == null || found == null ? null : ValueOrder.compare(said, found);
        return compared != null && compared * sign > 0;
    }
}
