package io.weir.pipeline.sink.files;

import io.weir.pipeline.sink.OvertakenException;
import io.weir.pipeline.sink.SinkException;
import io.weir.pipeline.sink.SinkPart;
import io.weir.pipeline.sink.SinkSession;
import io.weir.pipeline.sink.SinkTask;
import io.weir.pipeline.source.Position;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.storage.PutOutcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run's hold on a directory. One thread at a time, but for {@link #task}.
 *
 * <p>Of two runs only one can put the file of an epoch. A run that was left behind so far that the file of its epoch is deleted again finds newer epochs
 * when it has put it, before any of its files has a name.
 */
final class FilesSession implements SinkSession {
    /** So many files of epochs are kept, for who wants to see what happened. */
    private static final int KEPT_EPOCHS = 10;

    private final FilesSink.Writing writing;
    private final AppName app;
    private final ObjectStore store;
    /** How the hidden names of this run begin. */
    private final String prefix;

    private @Nullable Long lastEpoch;
    private Position position = Position.START;
    private boolean leftOversRemoved;

    private FilesSession(FilesSink.Writing writing, AppName app, ObjectStore store) {
        this.writing = writing;
        this.app = app;
        this.store = store;
        this.prefix = app.hidden() + UUID.randomUUID() + ".";
    }

    static FilesSession open(FilesSink.Writing writing, String appId) {
        try {
            Files.createDirectories(writing.directory());
        } catch (IOException e) {
            throw new SinkException(
                    "The directory cannot be made {cause=" + e + ", directory=" + writing.directory() + "}", e);
        }
        FilesSession session = new FilesSession(
                writing,
                AppName.of(appId),
                ObjectStores.open(writing.directory().toString()));
        session.resume();
        return session;
    }

    /** Goes on where the newest epoch ended; gives its files their names, if the run before did not get to that. */
    private void resume() {
        Long newest = lastEpoch();
        if (newest != null) {
            EpochFile epoch;
            try {
                epoch = EpochFile.fromJson(store.read(app.epoch(newest)));
            } catch (IllegalArgumentException e) {
                throw new SinkException(
                        "The place where the query goes on cannot be read {cause=" + e.getMessage() + ", directory="
                                + writing.directory() + ", file=" + app.epoch(newest) + "}",
                        e);
            }
            lastEpoch = newest;
            position = epoch.position();
            epoch.files().forEach(this::giveName);
            syncDirectory();
        }
    }

    @Override
    public @Nullable Long lastEpoch() {
        List<Long> epochs = epochs();
        return epochs.isEmpty() ? null : epochs.get(epochs.size() - 1);
    }

    /** Those whose files are there, in order. */
    private List<Long> epochs() {
        try (Stream<ObjectInfo> files = store.listFrom(app.epochs(), "")) {
            return files.map(file -> file.name().substring(app.epochs().length() + 1))
                    .filter(name -> name.matches("\\d{19}\\.json"))
                    .map(name -> Long.parseLong(name.substring(0, name.indexOf('.'))))
                    .toList();
        }
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public SinkTask task() {
        return new FilesTask(writing, prefix);
    }

    @Override
    public void commit(long epoch, @Nullable Long before, Position newPosition, List<SinkPart> parts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (SinkPart part : parts) {
            for (String hidden : ((FilesTask.Written) part).hidden()) {
                files.put(hidden, app.file(epoch, files.size(), writing.extension()));
            }
        }
        if (store.putIfAbsent(app.epoch(epoch), new EpochFile(newPosition, files).toJson()) == PutOutcome.EXISTS) {
            throw overtaken(lastEpoch());
        }
        List<Long> epochs = epochs();
        if (epochs.get(epochs.size() - 1) != epoch) {
            store.delete(app.epoch(epoch));
            throw overtaken(epochs.get(epochs.size() - 1));
        }
        files.forEach(this::giveName);
        syncDirectory();
        lastEpoch = epoch;
        position = newPosition;
        for (long old : epochs.subList(0, Math.max(0, epochs.size() - KEPT_EPOCHS))) {
            store.delete(app.epoch(old));
        }
        removeLeftOvers();
    }

    private OvertakenException overtaken(@Nullable Long found) {
        return new OvertakenException(
                found,
                new IllegalStateException("Another run has put an epoch {directory=" + writing.directory() + "}"));
    }

    private void giveName(String hidden, String name) {
        try {
            Files.move(
                    writing.directory().resolve(hidden),
                    writing.directory().resolve(name),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // it has its name already; whoever reads the directory may have taken it away since
        } catch (IOException e) {
            throw new SinkException(
                    "A file of a committed epoch cannot be given its name; the next run tries again {cause=" + e
                            + ", directory=" + writing.directory() + ", file=" + hidden + ", name=" + name + "}",
                    e);
        }
    }

    private void syncDirectory() {
        try (FileChannel channel = FileChannel.open(writing.directory(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new SinkException(
                    "Names of files cannot be made durable {cause=" + e + ", directory=" + writing.directory() + "}",
                    e);
        }
    }

    /** What runs before this one wrote and did not commit. They cannot any more when this one has. */
    private void removeLeftOvers() {
        if (leftOversRemoved) {
            return;
        }
        leftOversRemoved = true;
        try (DirectoryStream<Path> hidden = Files.newDirectoryStream(writing.directory(), app.hidden() + "*")) {
            for (Path file : hidden) {
                if (!file.getFileName().toString().startsWith(prefix)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new SinkException(
                    "Files that an earlier run left cannot be removed {cause=" + e + ", directory="
                            + writing.directory() + "}",
                    e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
