package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.InputFile;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one file, or what is appended to it. One thread at a time. */
final class FileReader implements SourceReader {
    private final Path path;
    private final String name;
    private final boolean plain;
    private final boolean growing;
    private final FilePartitions partitions = new FilePartitions("");
    private final InputReading reading;
    private final @Nullable Object fileKey;

    FileReader(Path path, Position from, FileFormat format, @Nullable StructType schema, ReadSettings settings) {
        this.path = path;
        this.name = path.toString();
        this.plain = format.kind() != FileFormat.Kind.PARQUET && !TextFile.isCompressed(name, path);
        this.growing = plain && !settings.bounded();
        this.fileKey = attributes().fileKey();
        InputFile input = FilesSource.input(path, name, growing, format);
        this.reading = new InputReading(input, name, partitions.in(from), format, schema, settings);
    }

    @Override
    public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
        @Nullable SourceBatch batch = reading.next(maxRows, bad, partitions::of);
        if (batch == null && growing) {
            checkStillThere();
        }
        return batch;
    }

    /** We read on in the file that we opened; what is appended to another one of the same name would never be seen. */
    private void checkStillThere() {
        BasicFileAttributes now = attributes();
        if (now.size() < reading.position().bytes()) {
            throw new SourceException(
                    "The source is shorter than what was read of it before; it was cut or replaced {bytesBefore="
                            + reading.position().bytes() + ", bytesNow=" + now.size() + ", source=" + name + "}");
        }
        if (!Objects.equals(now.fileKey(), fileKey)) {
            throw new SourceException(
                    "The source was replaced by another file of the same name while it was followed {bytes="
                            + reading.position().bytes() + ", source=" + name + "}");
        }
    }

    private BasicFileAttributes attributes() {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new SourceException("The source is gone {source=" + name + "}", e);
        } catch (IOException e) {
            throw new SourceException(
                    "The source cannot be read {cause=" + e.getMessage() + ", source=" + name + "}", e);
        }
    }

    /** Nothing is known of what a compressed file or one in Parquet has left. */
    @Override
    public @Nullable SourceLag lag(Position committed) {
        if (!plain) {
            return null;
        }
        long bytes = Math.max(0, attributes().size() - partitions.in(committed).bytes());
        return new SourceLag(null, bytes == 0 ? 0L : 1L, bytes, null, bytes == 0 ? Duration.ZERO : null);
    }

    @Override
    public boolean finished() {
        return reading.ended();
    }

    @Override
    public void close() {
        reading.close();
    }
}
