package io.weir.cli;

import io.weir.cli.IngestCommand.SourceOptions;
import io.weir.format.type.StructType;
import io.weir.pipeline.Sources;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.FilesSource;
import io.weir.pipeline.source.SocketSource;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.StreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The source that the options of {@code ingest} describe. */
final class IngestSource {
    private static final Pattern RATE = Pattern.compile("rate:(\\d{1,9})");
    private static final String TCP = "tcp://";
    private static final Pattern ADDRESS = Pattern.compile("tcp://([^/:]+|\\[[^]]+]):(\\d{1,5})/?");

    private IngestSource() {}

    static Source of(SourceOptions options, boolean mergeSchema) {
        if (IngestKafka.isMeant(options)) {
            return IngestKafka.of(options, mergeSchema);
        }
        String ofKafka = IngestKafka.saidOf(options);
        if (ofKafka != null) {
            throw new IllegalArgumentException(ofKafka + " is for Kafka as source {source=" + options.from + "}");
        }
        Matcher rate = RATE.matcher(options.from);
        if (options.from.startsWith("rate:") && !rate.matches()) {
            throw new IllegalArgumentException(
                    "Not a rate {expected=rate:ROWS_PER_SECOND, source=" + options.from + "}");
        }
        boolean isSocket = options.from.startsWith(TCP);
        if (!rate.matches() && !isSocket && IngestTable.isMeant(options)) {
            return IngestTable.of(options);
        }
        if (options.start != null
                || options.consumer != null
                || options.allowLoss
                || !options.onChange.equals("fail")) {
            throw new IllegalArgumentException(
                    "--start, --on-change, --consumer and --allow-loss are for a table as source {source="
                            + options.from + "}");
        }
        if (rate.matches()) {
            return Sources.rate(Long.parseLong(rate.group(1)));
        }
        if (isSocket) {
            return socket(options, mergeSchema);
        }
        if (options.from.matches("[a-z][a-z0-9+.-]+://.*") && !options.from.startsWith("file:")) {
            throw new IllegalArgumentException(
                    "Not a source that this Weir can read {source=" + options.from
                            + ", sources=[a file, a directory, a table, kafka://HOST:PORT/TOPIC, tcp://HOST:PORT, rate:ROWS_PER_SECOND, - for standard input]}");
        }
        FileFormat format = described(options, mergeSchema);
        @Nullable StructType schema = IngestCommand.schema(options.schema);
        if (options.from.equals("-")) {
            StreamSource stream = Sources.standardInput(format);
            return schema == null ? stream : stream.schema(schema);
        }
        FilesSource files = Sources.files(pathOf(options.from), format);
        return schema == null ? files : files.schema(schema);
    }

    private static FileFormat described(SourceOptions options, boolean mergeSchema) {
        return format(options)
                .withNaming(IngestCommand.naming(options.columnNames))
                .withUnknownFields(IngestCommand.unknown(options, mergeSchema));
    }

    private static Source socket(SourceOptions options, boolean mergeSchema) {
        Matcher address = ADDRESS.matcher(options.from);
        if (!address.matches()) {
            throw new IllegalArgumentException("A connection is tcp://HOST:PORT {source=" + options.from + "}");
        }
        SocketSource source =
                Sources.socket(address.group(1), Integer.parseInt(address.group(2)), described(options, mergeSchema));
        StructType schema = IngestCommand.schema(options.schema);
        return schema == null ? source : source.schema(schema);
    }

    private static Path pathOf(String from) {
        return from.startsWith("file:") ? Path.of(java.net.URI.create(from)) : Path.of(from);
    }

    private static FileFormat format(SourceOptions options) {
        String name = options.format != null ? options.format : byName(options.from);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json", "jsonl", "ndjson" -> FileFormat.JSON;
            case "csv" -> FileFormat.CSV.withCsv(IngestCommand.csv(options));
            case "parquet" -> FileFormat.PARQUET;
            default -> throw new IllegalArgumentException("--format is json, csv, parquet or delta; found " + name);
        };
    }

    private static String byName(String from) {
        return ending(from)
                .or(() -> firstFileIn(from).flatMap(IngestSource::ending))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The name does not tell the format; say --format json, csv or parquet {source=" + from + "}"));
    }

    private static Optional<String> ending(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|gzip|zst|zstd)$", "");
        String ending = plain.substring(plain.lastIndexOf('.') + 1);
        return switch (ending) {
            case "json", "jsonl", "ndjson", "csv", "parquet" -> Optional.of(ending);
            default -> Optional.empty();
        };
    }

    private static Optional<String> firstFileIn(String from) {
        if (from.equals("-") || !Files.isDirectory(pathOf(from))) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(pathOf(from))) {
            return files.map(Path::toString)
                    .filter(file -> ending(file).isPresent())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
