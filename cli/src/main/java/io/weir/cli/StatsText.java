package io.weir.cli;

import io.weir.compaction.stats.ColumnDepth;
import io.weir.compaction.stats.DeletedRows;
import io.weir.compaction.stats.FileSizes;
import io.weir.compaction.stats.LogSize;
import io.weir.compaction.stats.OptimizeGain;
import io.weir.compaction.stats.PartitionSizes;
import io.weir.compaction.stats.TableStatistics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** The shape of a table for people to read. Pure functions. */
final class StatsText {
    private static final int BAR_CELLS = 40;
    private static final double PERCENT = 100;

    private StatsText() {}

    static String of(TableStatistics found) {
        StringBuilder text = new StringBuilder();
        line(text, "version", Long.toString(found.version()));
        files(text, found.files());
        rows(text, found.rows());
        partitions(text, found.partitions());
        found.depths().forEach(depth -> depth(text, depth));
        log(text, found.log());
        optimize(text, found.optimize());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
    }

    private static void files(StringBuilder text, FileSizes files) {
        line(text, "files", String.format(Locale.ROOT, "%,d (%s)", files.count(), Bytes.of(files.total())));
        if (files.count() == 0) {
            return;
        }
        line(
                text,
                "file size",
                "min " + Bytes.of(files.min()) + ", p10 " + Bytes.of(files.p10()) + ", median "
                        + Bytes.of(files.median()) + ", p90 " + Bytes.of(files.p90()) + ", max "
                        + Bytes.of(files.max()));
        line(
                text,
                "small files",
                share(files.small(), files.count()) + " of the files, " + share(files.smallBytes(), files.total())
                        + " of the bytes (a file should have " + Bytes.of(files.targetBytes()) + ")");
        int most =
                files.buckets().stream().mapToInt(FileSizes.Bucket::count).max().orElse(1);
        for (FileSizes.Bucket bucket : files.buckets()) {
            String bar = "#".repeat((int) Math.ceil((double) bucket.count() * BAR_CELLS / most));
            line(
                    text,
                    "",
                    String.format(
                            Locale.ROOT,
                            "< %-7s %-" + BAR_CELLS + "s %,d",
                            Bytes.of(bucket.below()),
                            bar,
                            bucket.count()));
        }
    }

    private static void rows(StringBuilder text, DeletedRows rows) {
        line(text, "rows", rows.rows() == null ? "not known" : String.format(Locale.ROOT, "%,d", rows.rows()));
        if (rows.files() > 0) {
            line(
                    text,
                    "deleted",
                    Counted.of(rows.deletedRows(), "row") + " in " + Counted.of(rows.files(), "file")
                            + String.format(Locale.ROOT, " (%.1f%% of what is stored)", PERCENT * rows.deletedShare()));
        }
    }

    private static void partitions(StringBuilder text, PartitionSizes partitions) {
        if (partitions.largest().isEmpty()) {
            return;
        }
        line(
                text,
                "partitions",
                String.format(
                        Locale.ROOT,
                        "%,d, median %s; largest %s (%s, %s), %.1f times the average",
                        partitions.count(),
                        Bytes.of(partitions.medianBytes()),
                        partitions.largest(),
                        Counted.of(partitions.largestFiles(), "file"),
                        Bytes.of(partitions.largestBytes()),
                        partitions.skew()));
    }

    private static void depth(StringBuilder text, ColumnDepth depth) {
        String without = depth.filesWithout() == 0
                ? ""
                : "; " + Counted.of(depth.filesWithout(), "file") + " without statistics of it";
        line(
                text,
                "depth",
                String.format(
                        Locale.ROOT,
                        "a value of %s is looked for in %.1f of %s, at most %,d%s",
                        depth.column(),
                        depth.averageDepth(),
                        Counted.of(depth.files(), "file"),
                        depth.maxDepth(),
                        without));
    }

    private static void log(StringBuilder text, LogSize log) {
        line(text, "log", Counted.of(log.commits(), "commit") + " (" + Bytes.of(log.commitBytes()) + ")");
        String behind = Counted.of(log.commitsSince(), "commit") + " (" + Bytes.of(log.bytesSince()) + ")";
        line(
                text,
                "checkpoint",
                log.checkpoint() == null
                        ? "none; a reader reads all commits"
                        : "version " + log.checkpoint() + " (" + Bytes.of(log.checkpointBytes()) + ") of "
                                + Instant.ofEpochMilli(log.checkpointMillis()).truncatedTo(ChronoUnit.SECONDS)
                                + "; a reader reads " + behind + " behind it");
    }

    private static void optimize(StringBuilder text, OptimizeGain gain) {
        line(
                text,
                "optimize",
                gain.files() == 0
                        ? "nothing to gain"
                        : Counted.of(gain.files(), "file") + " (" + Bytes.of(gain.bytes()) + ") would become "
                                + gain.becomes());
    }

    private static String share(long part, long whole) {
        return String.format(Locale.ROOT, "%.0f%%", whole == 0 ? 0 : PERCENT * part / whole);
    }
}
