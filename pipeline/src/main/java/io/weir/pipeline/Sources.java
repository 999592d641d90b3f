package io.weir.pipeline;

import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.FilesSource;
import io.weir.pipeline.source.RateSource;
import io.weir.pipeline.source.SocketSource;
import io.weir.pipeline.source.StreamSource;
import io.weir.pipeline.source.TableSource;
import io.weir.pipeline.source.kafka.KafkaSource;
import java.io.InputStream;
import java.nio.file.Path;

/** Where queries begin. A path may be a file or a directory; anything may be compressed with gzip or Zstandard. */
public final class Sources {
    private Sources() {}

    /** JSON objects: one a line, one after the other, or in one array. */
    public static FilesSource json(Path path) {
        return files(path, FileFormat.JSON);
    }

    /** CSV with a header. */
    public static FilesSource csv(Path path) {
        return files(path, FileFormat.CSV);
    }

    public static FilesSource parquet(Path path) {
        return files(path, FileFormat.PARQUET);
    }

    public static FilesSource files(Path path, FileFormat format) {
        return FilesSource.of(path, format);
    }

    /** The rows of a table that stays open, first those it has and then those that are appended, unless {@code rows} says otherwise. */
    public static TableSource table(io.weir.source.Source rows) {
        return TableSource.of(rows);
    }

    /** Numbered rows with the time they were due, so many a second. */
    public static RateSource rate(long rowsPerSecond) {
        return RateSource.of(rowsPerSecond);
    }

    /** The messages of topics, each value a JSON object unless something else is said. {@code servers} is {@code host:port,host:port}. */
    public static KafkaSource kafka(String servers, String... topics) {
        return KafkaSource.of(servers, topics);
    }

    /** The same for all topics whose name matches a regular expression, also those that come later. */
    public static KafkaSource kafkaMatching(String servers, String regex) {
        return KafkaSource.matching(servers, regex);
    }

    /** Records that come over a TCP connection. A query that reads it must be given an application id, and may lose rows when it dies. */
    public static SocketSource socket(String host, int port, FileFormat format) {
        return SocketSource.of(host, port, format);
    }

    /** Standard input. A query that reads it must be given an application id. */
    public static StreamSource standardInput(FileFormat format) {
        return stream("standard input", System.in, format);
    }

    /** Any stream. A query that reads it must be given an application id, and after a restart the same bytes from the first on. */
    public static StreamSource stream(String name, InputStream stream, FileFormat format) {
        return StreamSource.of(name, stream, format);
    }
}
