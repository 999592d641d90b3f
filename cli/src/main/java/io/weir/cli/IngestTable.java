package io.weir.cli;

import io.weir.cli.IngestCommand.SourceOptions;
import io.weir.pipeline.Sources;
import io.weir.pipeline.source.TableSource;
import io.weir.source.Source;
import io.weir.source.SourceLoss;
import io.weir.source.SourceStart;
import io.weir.table.Table;
import java.util.Locale;

/** The table that the options of {@code ingest} describe as a source. */
final class IngestTable {
    static final String FORMAT = "delta";

    private IngestTable() {}

    static boolean isMeant(SourceOptions options) {
        return options.format == null
                ? !options.from.equals("-") && Table.exists(options.from)
                : options.format.equalsIgnoreCase(FORMAT);
    }

    static TableSource of(SourceOptions options) {
        if (options.schema != null || options.delimiter != null || options.noHeader || options.nullText != null) {
            throw new IllegalArgumentException(
                    "A table knows its columns: --schema, --delimiter, --no-header and --null-text are for files");
        }
        Source rows = changes(Source.of(Table.open(options.from)), options.onChange)
                .startingAt(start(options.start == null ? "snapshot" : options.start));
        if (options.allowLoss) {
            rows = rows.allowLoss(IngestTable::tell);
        }
        TableSource source = Sources.table(rows);
        return options.consumer == null ? source : source.registeredAs(options.consumer);
    }

    private static Source changes(Source rows, String policy) {
        return switch (policy.toLowerCase(Locale.ROOT)) {
            case "fail" -> rows;
            case "skip" -> rows.skipChangeCommits();
            case "ignore-deletes" -> rows.ignoreDeletes();
            case "feed" -> rows.changeFeed();
            default ->
                throw new IllegalArgumentException(
                        "--on-change is fail, skip, ignore-deletes or feed; found " + policy);
        };
    }

    private static SourceStart start(String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "snapshot":
                return SourceStart.snapshot();
            case "latest":
                return SourceStart.latest();
            default:
                if (text.matches("\\d{1,18}")) {
                    return SourceStart.version(Long.parseLong(text));
                }
                return SourceStart.time(TableAddress.instant(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--start is snapshot, latest, a version such as 17, or a time such as 2001-01-05T10:00:00; found "
                                        + text)));
        }
    }

    private static void tell(SourceLoss loss) {
        ErrorReport.say(
                loss.file() == null
                        ? "lost: the log entries of versions " + loss.firstVersion() + " to " + loss.lastVersion()
                                + " are gone; going on behind them"
                        : "lost: a data file of version " + loss.firstVersion() + " is gone; going on without it {file="
                                + loss.file() + "}");
    }
}
