package io.weir.pipeline.sink.files;

import com.github.luben.zstd.ZstdOutputStream;
import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import io.weir.pipeline.sink.Sink;
import io.weir.pipeline.sink.SinkSession;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * Rows as files of text in a local directory, each row once. Immutable.
 *
 * <p>An epoch gives a file for each task that had rows, named {@code part-APPLICATION-EPOCH-NUMBER.jsonl}, and another where columns change. Files are
 * written under hidden names. The epoch is there when {@code _weir/sinks/APPLICATION/EPOCH.json} is, which holds the position and the names of the files;
 * then the files get their names, by this run or, if it dies in between, by the next. Files may be moved away and deleted at any time; {@code _weir} says
 * where the query goes on.
 */
public final class FilesSink implements Sink {
    private final Writing writing;

    /** How rows are written. */
    enum Form {
        JSON("jsonl") {
            @Override
            RowPrinter printer(StructType schema) {
                return RowPrinter.jsonLines(schema);
            }
        },
        CSV("csv") {
            @Override
            RowPrinter printer(StructType schema) {
                return RowPrinter.csv(schema);
            }
        };

        private final String extension;

        Form(String extension) {
            this.extension = extension;
        }

        abstract RowPrinter printer(StructType schema);
    }

    /** How files are compressed. */
    enum Compression {
        NONE("") {
            @Override
            OutputStream around(OutputStream out) {
                return out;
            }
        },
        GZIP(".gz") {
            @Override
            OutputStream around(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        ZSTD(".zst") {
            @Override
            OutputStream around(OutputStream out) throws IOException {
                return new ZstdOutputStream(out);
            }
        };

        private final String extension;

        Compression(String extension) {
            this.extension = extension;
        }

        abstract OutputStream around(OutputStream out) throws IOException;
    }

    /** What is written and how. */
    record Writing(Path directory, Form form, Compression compression) {
        String extension() {
            return "." + form.extension + compression.extension;
        }
    }

    private FilesSink(Writing writing) {
        this.writing = writing;
    }

    /** JSON objects, one a line. The directory is made if there is none. */
    public static FilesSink json(Path directory) {
        return new FilesSink(new Writing(directory.toAbsolutePath().normalize(), Form.JSON, Compression.NONE));
    }

    /** CSV with a header. The directory is made if there is none. */
    public static FilesSink csv(Path directory) {
        return new FilesSink(new Writing(directory.toAbsolutePath().normalize(), Form.CSV, Compression.NONE));
    }

    public FilesSink gzip() {
        return new FilesSink(new Writing(writing.directory, writing.form, Compression.GZIP));
    }

    /** Compresses by Zstandard. */
    public FilesSink zstd() {
        return new FilesSink(new Writing(writing.directory, writing.form, Compression.ZSTD));
    }

    @Override
    public String identity() {
        return "file:" + writing.directory; // toUri() says something else once there is such a directory
    }

    @Override
    public SinkSession open(String appId) {
        return FilesSession.open(writing, appId);
    }

    @Override
    public String toString() {
        return identity();
    }
}
