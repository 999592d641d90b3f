package io.weir.pipeline.source;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.FilePosition;
import io.weir.pipeline.decode.SourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a directory, each once. One thread at a time.
 *
 * <p>Partition {@code done/FILE} is the size of a file that was read to its end; {@code bytes/FILE}, {@code rows/FILE} and {@code check/FILE} are the
 * place in one that was not. So the set of files read is in the position by name, and which file is next decides itself anew from what is
 * there: nothing depends on the order of arrival.
 */
final class DirectoryReader implements SourceReader {
    private static final String DONE = "done/";
    private static final List<String> UNFINISHED_SUFFIXES =
            List.of(".tmp", ".part", ".partial", ".inprogress", ".crdownload");

    private final Path root;
    private final FileFormat format;
    private final Predicate<Path> wanted;
    private final boolean bounded;
    private final ReadSettings settings;
    private Position position;
    private @Nullable StructType schema;

    private final Deque<Found> queue = new ArrayDeque<>();
    private boolean listed;
    private @Nullable Found current;
    private @Nullable InputReading reading;
    /** Of the files in the queue. */
    private long queuedBytes;

    private volatile @Nullable Left left;

    /**
     * What was found and is not read to its end.
     *
     * @param oldestMillis when the next file was written; null if there is none
     */
    private record Left(long files, long bytes, @Nullable Long oldestMillis) {}

    private record Found(String name, Path path, long sizeBytes, long modifiedMillis) {}

    DirectoryReader(
            Path root,
            Position from,
            FileFormat format,
            @Nullable StructType schema,
            Predicate<Path> wanted,
            ReadSettings settings) {
        this.root = root;
        this.position = from;
        this.format = format;
        this.schema = schema;
        this.wanted = wanted;
        this.bounded = settings.bounded();
        this.settings = settings;
    }

    @Override
    public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
        while (true) {
            if (reading == null && !openNext()) {
                return null;
            }
            InputReading open = java.util.Objects.requireNonNull(reading);
            Found file = java.util.Objects.requireNonNull(current);
            FilePartitions partitions = new FilePartitions("/" + file.name);
            @Nullable SourceBatch batch = open.next(maxRows, bad, partitions::of);
            if (batch != null && schema == null) {
                schema = batch.rows().schema(); // one schema for all files of a run
            }
            if (!open.ended()) {
                if (batch != null) {
                    return moved(batch);
                }
                throw new SourceException("A file gave neither rows nor its end {source=" + file.path + "}");
            }
            checkUnchanged(file);
            open.close();
            reading = null;
            current = null;
            showLeft();
            Map<String, Long> done = Map.of(DONE + file.name, file.sizeBytes);
            if (batch == null) {
                position = position.with(done);
                if (schema == null) {
                    continue; // nothing in it, and nobody knows what rows would look like: look at it again next time
                }
                return new SourceBatch(new BatchBuilder(schema).build(), 0, 0, 1, done, partitions.names());
            }
            return moved(new SourceBatch(batch.rows(), batch.records(), batch.bytes(), 1, done, partitions.names()));
        }
    }

    private SourceBatch moved(SourceBatch batch) {
        position = position.with(batch.moved());
        return batch;
    }

    private boolean openNext() {
        if (queue.isEmpty() && !(bounded && listed)) {
            list();
        }
        @Nullable Found next = queue.poll();
        if (next == null) {
            showLeft();
            return false;
        }
        queuedBytes -= next.sizeBytes;
        if (bounded) {
            next = settled(next);
        }
        FilePosition from = new FilePartitions("/" + next.name).in(position);
        reading = new InputReading(
                FilesSource.input(next.path, next.path.toString(), false, format),
                next.path.toString(),
                from,
                format,
                schema,
                settings);
        current = next;
        showLeft();
        return true;
    }

    private void showLeft() {
        Found open = current;
        Found oldest = open == null ? queue.peek() : open;
        left = new Left(
                queue.size() + (open == null ? 0 : 1),
                queuedBytes + (open == null ? 0 : open.sizeBytes),
                oldest == null ? null : oldest.modifiedMillis);
    }

    /** Of the files that were found when the directory was listed last. */
    @Override
    public @Nullable SourceLag lag(Position committed) {
        Left now = left;
        if (now == null) {
            return null;
        }
        Long oldest = now.oldestMillis;
        long age = oldest == null ? 0 : Math.max(0, System.currentTimeMillis() - oldest);
        return new SourceLag(null, now.files, now.bytes, null, Duration.ofMillis(age));
    }

    private void list() {
        listed = true;
        List<Found> found = new ArrayList<>();
        long settledBefore = System.currentTimeMillis() - FilesSource.SETTLE.toMillis();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return !directory.equals(root) && isHidden(directory)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !isHidden(file) && wanted.test(file.getFileName())) {
                        consider(file, attributes, settledBefore, found);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof java.nio.file.NoSuchFileException && !file.equals(root)) {
                        return FileVisitResult.CONTINUE; // moved away between the listing and the look
                    }
                    throw e;
                }
            });
        } catch (IOException | UncheckedIOException e) {
            throw new SourceException("A directory cannot be listed {cause=" + e + ", source=" + root + "}", e);
        }
        found.sort(Comparator.comparingLong(Found::modifiedMillis).thenComparing(Found::name));
        queue.addAll(found);
        queuedBytes += found.stream().mapToLong(Found::sizeBytes).sum();
    }

    private void consider(Path file, BasicFileAttributes attributes, long settledBefore, List<Found> found) {
        String name = root.relativize(file).toString().replace('\\', '/');
        @Nullable Long done = position.at(DONE + name);
        if (done != null) {
            if (done != attributes.size()) {
                throw new SourceException(
                        "A file changed after it was read; give new rows a file of their own {bytesBefore=" + done
                                + ", bytesNow=" + attributes.size() + ", source=" + file + "}");
            }
            return;
        }
        long modified = attributes.lastModifiedTime().toMillis();
        if (bounded || modified <= settledBefore) {
            found.add(new Found(name, file, attributes.size(), modified));
        }
    }

    /** Waits until a file that was written to a moment ago is left alone; one that never is fails by name when it has been read. */
    private static Found settled(Found file) {
        Found now = file;
        for (int looks = 0; looks < 10; looks++) {
            long age = System.currentTimeMillis() - now.modifiedMillis;
            long wait = FilesSource.SETTLE.toMillis() - age;
            if (wait <= 0 || age < 0) {
                return now;
            }
            try {
                Thread.sleep(wait);
                BasicFileAttributes attributes = Files.readAttributes(now.path, BasicFileAttributes.class);
                now = new Found(
                        now.name,
                        now.path,
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return now;
            } catch (IOException e) {
                throw new SourceException("The source cannot be read {cause=" + e + ", source=" + now.path + "}", e);
            }
        }
        return now;
    }

    private static void checkUnchanged(Found file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file.path, BasicFileAttributes.class);
            if (now.size() != file.sizeBytes || now.lastModifiedTime().toMillis() != file.modifiedMillis) {
                throw new SourceException(
                        "A file changed while it was read; move files in when they are complete {bytesBefore="
                                + file.sizeBytes + ", bytesNow=" + now.size() + ", source=" + file.path + "}");
            }
        } catch (IOException e) {
            throw new SourceException("A file went away while it was read {source=" + file.path + "}", e);
        }
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".")
                || name.startsWith("_")
                || UNFINISHED_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    @Override
    public boolean finished() {
        return bounded && listed && queue.isEmpty() && reading == null;
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.close();
        }
    }
}
