package io.weir.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files below one directory of the local file system. Safe for many threads, and for many processes.
 *
 * <p>An object is written under a hidden name beside its own ({@code .NAME.ID.tmp}), synced, and only then given its
 * name: by a hard link for {@link #putIfAbsent}, which the file system refuses if the name is taken, and by an atomic
 * rename otherwise. Then the directory is synced. Hidden files that a crash left behind are never listed.
 *
 * <p>An interrupt never tears a write: it is answered by whoever waits next. A read that is interrupted fails.
 */
public final class LocalStore implements ObjectStore {
    private static final int MAX_HIDDEN_NAME_ATTEMPTS = 100;

    private final Path root;
    private final String rootText;
    private final DurableDirectories directories;
    private final ExclusiveName exclusiveName;
    private final Supplier<String> ids;
    private final DirectorySync directorySync;
    private final Executor syncs;

    /** Directories with a name in them that was given and may not survive a loss of power, and how often that happened. */
    private final Map<Path, Long> doubtful = new ConcurrentHashMap<>();

    /** Makes the names in a directory durable. */
    interface DirectorySync {
        void sync(Path directory) throws IOException;
    }

    private LocalStore(
            Path root, Supplier<String> ids, ExclusiveName.Linker linker, DirectorySync directorySync, Executor syncs) {
        this.root = root.toAbsolutePath().normalize();
        this.rootText = uriWithoutSlash(this.root).toString();
        this.directories = new DurableDirectories(this.root);
        this.exclusiveName = new ExclusiveName(linker);
        this.ids = ids;
        this.directorySync = directorySync;
        this.syncs = syncs;
    }

    /** The store whose root is this directory, which need not exist yet. */
    public static LocalStore at(Path root) {
        return at(root, ProcessIds::next, SyncThreads::execute);
    }

    /**
     * The same with chosen names for hidden files, and threads.
     *
     * @param ids a part of a file name that differs at every call; a clash with a file of another process is noticed and
     *     another one is asked for
     * @param syncs brings files to the disk that are complete; may do it in the calling thread
     */
    public static LocalStore at(Path root, Supplier<String> ids, Executor syncs) {
        return new LocalStore(root, ids, Files::createLink, DurableDirectories::sync, syncs);
    }

    /** The same on a file system whose hard links behave like {@code linker}. */
    static LocalStore at(Path root, ExclusiveName.Linker linker) {
        return new LocalStore(root, ProcessIds::next, linker, DurableDirectories::sync, SyncThreads::execute);
    }

    /** The same on a disk whose directories are synced by {@code sync}. */
    static LocalStore at(Path root, DirectorySync sync) {
        return new LocalStore(root, ProcessIds::next, Files::createLink, sync, SyncThreads::execute);
    }

    /** The root as a path of the file system. */
    public Path directory() {
        return root;
    }

    @Override
    public URI root() {
        return URI.create(rootText);
    }

    @Override
    public byte[] read(String name) {
        Path file = resolve(name);
        settleDoubtOf(file);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw readFailure("reading a file", name, file, e);
        }
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        return new LocalReader(name, resolve(name), rootText, sizeBytes);
    }

    @Override
    public ObjectInfo info(String name) {
        Path file = resolve(name);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new ObjectNotFoundException(name, rootText);
            }
            return infoOf(name, attributes);
        } catch (IOException e) {
            throw readFailure("looking at a file", name, file, e);
        }
    }

    @Override
    public boolean exists(String name) {
        return Files.isRegularFile(resolve(name));
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        Path path = resolveDirectory(directory);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        List<String> names = new ArrayList<>();
        for (String name : namesIn(path)) {
            if (NameOrder.UTF8.compare(name, from) >= 0 && !HiddenName.is(name)) {
                names.add(name);
            }
        }
        names.sort(NameOrder.UTF8);
        // Attributes cost a system call each, so they are read only as far as the caller goes.
        return names.stream().flatMap(name -> objectsAt(path.resolve(name), prefix + name, false));
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        return objectsBelow(resolveDirectory(directory), directory.isEmpty() ? "" : directory + "/");
    }

    @Override
    public List<String> directories(String directory) {
        Path path = resolveDirectory(directory);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return namesIn(path).stream()
                .filter(name -> Files.isDirectory(path.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .map(name -> prefix + name)
                .toList();
    }

    /** Also the hidden files of writers, and directories in which there is nothing at all. */
    @Override
    public void survey(String directory, boolean deep, StoreSurvey survey) {
        Path path = resolveDirectory(directory);
        if (directory.isEmpty() || !deep) {
            survey(path, directory.isEmpty() ? "" : directory + "/", deep, survey);
            return;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                surveyBelow(path, directory, attributes.lastModifiedTime().toMillis(), survey);
            }
        } catch (NoSuchFileException e) {
            return; // there is nothing in it
        } catch (IOException e) {
            throw LocalFailure.reading("looking at a directory", path, e);
        }
    }

    private static void survey(Path directory, String prefix, boolean deep, StoreSurvey survey) {
        for (String name : namesIn(directory)) {
            Path path = directory.resolve(name);
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    if (deep) {
                        surveyBelow(
                                path,
                                prefix + name,
                                attributes.lastModifiedTime().toMillis(),
                                survey);
                    }
                } else if (HiddenName.is(name)) {
                    survey.unfinished(infoOf(prefix + name, attributes));
                } else {
                    objectOf(path, prefix + name, attributes).forEach(survey::object);
                }
            } catch (NoSuchFileException e) {
                continue; // gone since we read the directory
            } catch (IOException e) {
                throw LocalFailure.reading("looking at a file", path, e);
            }
        }
    }

    private static void surveyBelow(Path path, String name, long modifiedMillis, StoreSurvey survey) {
        if (isEmpty(path)) {
            survey.emptyDirectory(name, modifiedMillis);
        } else {
            survey(path, name + "/", true, survey);
        }
    }

    private static boolean isEmpty(Path directory) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw LocalFailure.reading("listing a directory", directory, e);
        }
    }

    /** What listings would tell of it: of a link, the file that it leads to. */
    private static List<ObjectInfo> objectOf(Path path, String name, BasicFileAttributes attributes)
            throws IOException {
        if (!attributes.isSymbolicLink()) {
            return List.of(infoOf(name, attributes));
        }
        BasicFileAttributes target = Files.readAttributes(path, BasicFileAttributes.class);
        return target.isDirectory() ? List.of() : List.of(infoOf(name, target));
    }

    private Stream<ObjectInfo> objectsBelow(Path path, String prefix) {
        return namesIn(path).stream()
                .filter(name -> !HiddenName.is(name))
                .flatMap(name -> objectsAt(path.resolve(name), prefix + name, true));
    }

    /** Names in the order of the file system; none if the directory is not there. */
    private static List<String> namesIn(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw LocalFailure.reading("listing a directory", directory, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw LocalFailure.reading("listing a directory", directory, e);
        }
        return names;
    }

    /** The object at a path; with {@code deep}, the objects below it if it is a directory (links to directories are not followed). */
    private Stream<ObjectInfo> objectsAt(Path path, String name, boolean deep) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isDirectory()) {
                return Stream.of(infoOf(name, attributes));
            }
            return deep && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    ? objectsBelow(path, name + "/")
                    : Stream.empty();
        } catch (NoSuchFileException e) {
            return Stream.empty(); // deleted since we read the directory
        } catch (IOException e) {
            throw LocalFailure.reading("looking at a file", path, e);
        }
    }

    private static ObjectInfo infoOf(String name, BasicFileAttributes attributes) {
        return new ObjectInfo(
                name, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return putIfAbsent(name, bytes, List.of());
    }

    /** The object is synced while those that it names are: the journal of a file system takes what comes together in one go. */
    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes, List<PendingSync> named) {
        Path file = resolve(name);
        boolean ours = giveName(file, bytes, true, named);
        if (ours) {
            syncDirectoryOf(file);
        }
        return ours ? PutOutcome.STORED : PutOutcome.EXISTS;
    }

    /** A sync of a file that nothing depends on would cost as much as that of a commit. */
    @Override
    public PutOutcome putHintIfAbsent(String name, byte[] bytes) {
        return giveName(resolve(name), bytes, false, List.of()) ? PutOutcome.STORED : PutOutcome.EXISTS;
    }

    /** Makes a complete file of a name, if nobody has the name. */
    private boolean giveName(Path file, byte[] bytes, boolean durable, List<PendingSync> named) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false; // saves the losers a sync
        }
        Path hidden = writeHidden(file, bytes, durable);
        try {
            PendingSync.awaitAll(named);
            return exclusiveName.take(file, hidden);
        } catch (IOException e) {
            throw LocalFailure.writing(file, e);
        } finally {
            deleteQuietly(hidden);
        }
    }

    @Override
    public void put(String name, byte[] bytes) {
        Path file = resolve(name);
        Path hidden = writeHidden(file, bytes, true);
        try {
            // Hadoop keeps a checksum of what it wrote beside it, and would refuse to read what we replace it by
            Files.deleteIfExists(file.resolveSibling("." + fileNameOf(file) + ".crc"));
            Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(hidden);
            throw LocalFailure.writing(file, e);
        }
        syncDirectoryOf(file);
    }

    @Override
    public ObjectWriter create(String name) {
        Path file = resolve(name);
        try {
            return new LocalWriter(name, file, createHidden(file), syncs);
        } catch (IOException e) {
            throw LocalFailure.writing(file, e);
        }
    }

    /** Writes all bytes under a hidden name beside {@code file}, and syncs them if they are to be durable. */
    private Path writeHidden(Path file, byte[] bytes, boolean durable) {
        @Nullable Path hidden = null;
        try {
            hidden = createHidden(file);
            try (FileOutputStream out = new FileOutputStream(hidden.toFile())) {
                out.write(bytes);
                if (durable) {
                    out.getFD().sync();
                }
            }
            return hidden;
        } catch (IOException e) {
            StorageException failure = LocalFailure.writing(file, e);
            if (hidden != null) {
                deleteQuietly(hidden);
            }
            throw failure;
        }
    }

    private Path createHidden(Path file) throws IOException {
        Path directory = parentOf(file);
        directories.require(directory);
        for (int attempt = 1; ; attempt++) {
            Path hidden = directory.resolve(HiddenName.of(fileNameOf(file), ids.get()));
            try {
                return Files.createFile(hidden);
            } catch (FileAlreadyExistsException e) {
                if (attempt >= MAX_HIDDEN_NAME_ATTEMPTS) {
                    throw e;
                }
            } catch (NoSuchFileException e) {
                if (attempt >= MAX_HIDDEN_NAME_ATTEMPTS) {
                    throw e;
                }
                directories.forget(directory); // it was there once and somebody removed it
                directories.require(directory);
            }
        }
    }

    private void syncDirectoryOf(Path file) {
        Path directory = parentOf(file);
        try {
            directorySync.sync(directory);
        } catch (IOException e) {
            doubtful.merge(directory, 1L, Long::sum);
            throw LocalFailure.unknown(file, e);
        }
    }

    /**
     * Who reads back a name whose directory could not be synced must not take it for durable because it is there: the sync is tried
     * again first, and as long as it fails nothing in the directory is read.
     */
    private void settleDoubtOf(Path file) {
        Path directory = parentOf(file);
        Long doubts = doubtful.get(directory);
        if (doubts != null) {
            try {
                directorySync.sync(directory);
                doubtful.remove(directory, doubts); // not if a name was given meanwhile that this sync may have missed
            } catch (IOException e) {
                throw LocalFailure.reading("syncing a directory", file, e);
            }
        }
    }

    @Override
    public Optional<DirectoryWatch> watch(String directory) {
        return LocalDirectoryWatch.of(resolveDirectory(directory));
    }

    @Override
    public void delete(String name) {
        Path file = resolve(name);
        try {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw LocalFailure.reading("deleting a file", file, e);
        }
    }

    /** A writer that finds the directory gone makes it again; as long as it has begun a file, the directory is not empty. */
    @Override
    public boolean deleteEmptyDirectory(String directory) {
        Path path = resolveDirectory(directory);
        try {
            return !directory.isEmpty()
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return false;
        } catch (IOException e) {
            throw LocalFailure.reading("deleting a directory", path, e);
        }
    }

    static void deleteQuietly(Path hidden) {
        try {
            Files.deleteIfExists(hidden);
        } catch (IOException ignored) {
            // A hidden file costs storage and nothing else.
        }
    }

    /**
     * False on file systems without hard links. There, this store still never tears or overwrites what a Weir process on this
     * machine wrote, but cannot keep other programs and machines from overwriting a name at the same moment.
     */
    @Override
    public boolean safeForConcurrentWriters() {
        try {
            directories.require(root);
            return exclusiveName.linksWork(() -> createHidden(root.resolve("probe")));
        } catch (AccessDeniedException e) {
            return true; // nobody can write here at all, so nobody can write at the same time
        } catch (IOException e) {
            throw LocalFailure.writing(root, e);
        }
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }

    @Override
    public String toString() {
        return "LocalStore[" + root + "]";
    }

    private Path resolve(String name) {
        return pathOf(ObjectName.check(name));
    }

    private Path resolveDirectory(String directory) {
        return pathOf(ObjectName.checkDirectory(directory));
    }

    private Path pathOf(String name) {
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            throw new StorageException(
                    "The file system cannot hold this name; for letters beyond ASCII start the JVM under a UTF-8 locale, "
                            + "such as LC_ALL=C.UTF-8 {name=" + name + ", reason=" + e.getReason() + ", root="
                            + rootText
                            + "}",
                    e);
        }
    }

    private StorageException readFailure(String doing, String name, Path file, IOException cause) {
        return cause instanceof NoSuchFileException || isBelowAFile(file)
                ? new ObjectNotFoundException(name, rootText)
                : LocalFailure.reading(doing, file, cause);
    }

    /** Is what should be a directory a file? Then there is nothing in it, and Java has no exception of its own for it. */
    private static boolean isBelowAFile(Path file) {
        for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.exists(parent)) {
                return !Files.isDirectory(parent);
            }
        }
        return false;
    }

    static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("The file has no directory {file=" + file + "}");
        }
        return parent;
    }

    private static String fileNameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static URI uriWithoutSlash(Path path) {
        String text = path.toUri().toString();
        return URI.create(text.endsWith("/") && !text.equals("file:///") ? text.substring(0, text.length() - 1) : text);
    }
}
