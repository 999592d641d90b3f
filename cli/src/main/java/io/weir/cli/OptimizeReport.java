package io.weir.cli;

import io.weir.compaction.optimize.OptimizePlan;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.time.Duration;
import java.util.Locale;

/** What {@code weir optimize} did or would do: a sentence for people, a row for programs, under the names of the history's metrics. Pure functions. */
final class OptimizeReport {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("version", PrimitiveType.LONG, false)
            .add("numCommits", PrimitiveType.LONG, false)
            .add("numRemovedFiles", PrimitiveType.LONG, false)
            .add("numRemovedBytes", PrimitiveType.LONG, false)
            .add("numAddedFiles", PrimitiveType.LONG, false)
            .add("numAddedBytes", PrimitiveType.LONG)
            .add("numFollowedFiles", PrimitiveType.LONG, false)
            .add("numFollowedRows", PrimitiveType.LONG, false)
            .add("numSkippedFiles", PrimitiveType.LONG, false)
            .add("executionTimeMs", PrimitiveType.LONG);
    private static final double NANOS_PER_SECOND = 1e9;

    private OptimizeReport() {}

    static ColumnBatch batch(OptimizeResult result, Duration time) {
        return new BatchBuilder(SCHEMA)
                .add(
                        result.version(),
                        (long) result.commits(),
                        (long) result.filesRemoved(),
                        result.bytesRemoved(),
                        (long) result.filesAdded(),
                        result.bytesAdded(),
                        (long) result.filesFollowed(),
                        result.rowsFollowed(),
                        (long) result.filesSkipped(),
                        time.toMillis())
                .build();
    }

    /** How long the new files would be, nobody knows yet. */
    static ColumnBatch batch(OptimizePlan plan) {
        return new BatchBuilder(SCHEMA)
                .add(
                        plan.version(),
                        0L,
                        (long) plan.files(),
                        plan.sizeBytes(),
                        (long) plan.filesAfter(),
                        null,
                        0L,
                        0L,
                        0L,
                        null)
                .build();
    }

    static String sentence(OptimizeResult result, Duration time) {
        StringBuilder sentence = new StringBuilder();
        if (result.commits() == 0) {
            sentence.append("nothing to gain; version ")
                    .append(result.version())
                    .append(" stays the latest");
        } else {
            sentence.append(Counted.of(result.filesRemoved(), "file"))
                    .append(" (")
                    .append(Counted.of(result.bytesRemoved(), "byte"))
                    .append(") became ")
                    .append(result.filesAdded())
                    .append(" (")
                    .append(Counted.of(result.bytesAdded(), "byte"))
                    .append(") in version ")
                    .append(result.version())
                    .append(", in ")
                    .append(speed(result.bytesRemoved(), time));
        }
        if (result.filesFollowed() > 0) {
            sentence.append("; ")
                    .append(Counted.of(result.rowsFollowed(), "row"))
                    .append(" that others deleted from ")
                    .append(Counted.of(result.filesFollowed(), "file"))
                    .append(" in the meantime left the new ones, too");
        }
        if (result.filesSkipped() > 0) {
            sentence.append("; left alone as changed by others in the meantime: ")
                    .append(Counted.of(result.filesSkipped(), "file"));
        }
        return sentence.toString();
    }

    /** {@code 12.3 s, 110 MB/s}. */
    private static String speed(long bytes, Duration time) {
        double seconds = Math.max(1, time.toNanos()) / NANOS_PER_SECOND;
        return String.format(Locale.ROOT, "%.1f s, %s/s", seconds, Bytes.of(Math.round(bytes / seconds)));
    }
}
