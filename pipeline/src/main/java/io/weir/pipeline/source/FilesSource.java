package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.InputFile;
import io.weir.pipeline.decode.ParquetInput;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.TextFile;
import io.weir.pipeline.decode.UnknownFields;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a directory that files arrive in. Immutable.
 *
 * <p><b>A file</b> is read to its end; if the query watches its source, the file may grow, and then only whole lines are taken. The position is how
 * many bytes and rows were taken and a checksum of the bytes before, so that a file that was cut or replaced is
 * recognised and named.
 *
 * <p><b>A directory</b>, with all below it, gives every file once. A file is known by its path inside the directory, and remembered in
 * the table's commits with its size when it was read to the end, so it makes no difference when it arrived or how old it is. Files must
 * not change once they are there: write them elsewhere or under a name that begins with {@code .} or {@code _} or ends with {@code
 * .tmp}, {@code .part}, {@code .partial} or {@code .inprogress}, and move them in. A file younger than {@link #SETTLE} is left to
 * settle. Files whose names end as the format's usually do ({@code .json}, {@code .jsonl}, {@code .ndjson}; {@code .csv},
 * {@code .tsv}, {@code .txt}; {@code .parquet}; compressed or not) or have no ending are read, unless {@link #matching} says which. Files are read in the order of their times, then names. The table remembers about a hundred bytes for each
 * file; they stay when the file is deleted.
 */
public final class FilesSource implements Source {
    /** A file is taken for complete when it was not written to for so long. */
    public static final Duration SETTLE = Duration.ofSeconds(1);

    private final Path path;
    private final FileFormat format;
    private final @Nullable StructType schema;
    private final String pattern;

    private FilesSource(Path path, FileFormat format, @Nullable StructType schema, String pattern) {
        this.path = path;
        this.format = format;
        this.schema = schema;
        this.pattern = pattern;
    }

    public static FilesSource of(Path path, FileFormat format) {
        return new FilesSource(path.toAbsolutePath().normalize(), format, null, "");
    }

    /** Rows become these columns, rather than those of the table or those that a sample shows. */
    public FilesSource schema(StructType columns) {
        return new FilesSource(path, format, columns, pattern);
    }

    /** Names of columns are made from names of fields by this rule. */
    public FilesSource columnNames(ColumnNaming naming) {
        return new FilesSource(path, format.withNaming(naming), schema, pattern);
    }

    public FilesSource unknownFields(UnknownFields unknownFields) {
        return new FilesSource(path, format.withUnknownFields(unknownFields), schema, pattern);
    }

    /** How the CSV is written. */
    public FilesSource csv(CsvFormat csv) {
        return new FilesSource(path, format.withCsv(csv), schema, pattern);
    }

    /** Which files of a directory: those whose names match, such as {@code *.log}; {@code ""} is those with a usual ending or none. */
    public FilesSource matching(String glob) {
        return new FilesSource(path, format, schema, glob);
    }

    @Override
    public String identity() {
        String uri = path.toUri().toString();
        return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    @Override
    public boolean identifiesItself() {
        return true;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        if (!Files.exists(path)) {
            throw new SourceException("There is no such file or directory {source=" + path + "}");
        }
        FileFormat reading = settings.addColumns() ? format.withUnknownFields(UnknownFields.ADD) : format;
        @Nullable StructType known = schema == null ? settings.schema() : schema;
        ReadSettings told = schema == null ? settings : settings.withoutKnown();
        if (Files.isDirectory(path)) {
            return new DirectoryReader(
                    path,
                    from,
                    reading,
                    known,
                    pattern.isEmpty()
                            ? file -> format.kind().isUsualName(file.toString())
                            : FileSystems.getDefault().getPathMatcher("glob:" + pattern)::matches,
                    told);
        }
        return new FileReader(path, from, reading, known, told);
    }

    static InputFile input(Path path, String name, boolean growing, FileFormat format) {
        return format.kind() == FileFormat.Kind.PARQUET
                ? ParquetInput.open(name, path, format.naming(), format.unknownFields())
                : TextFile.open(name, path, growing, format.text());
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
