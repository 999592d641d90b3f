package io.weir.storage;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Named byte sequences under one root, usually the directory of a table.
 *
 * <p>Safe for many threads. A name is relative to {@link #root()}, separated by {@code /}, never starts or ends with
 * one, has no empty, {@code .} or {@code ..} part, and is taken literally: nothing is percent-decoded here.
 *
 * <p>What every store promises:
 *
 * <ul>
 *   <li><b>Whole or not at all.</b> An object is visible under its name with all its bytes, or is not visible, whatever
 *       process or machine stops in between. It never changes length under a reader.
 *   <li><b>Put-if-absent</b> is decided by the store: of any number of callers, threads or processes, exactly one gets
 *       {@link PutOutcome#STORED} for a name; the bytes found there are that caller's.
 *   <li><b>Read after write.</b> What {@link #putIfAbsent}, {@link #put} or {@link ObjectWriter#close()} acknowledged is
 *       seen by every later read and listing of any process.
 *   <li><b>Durable.</b> What was acknowledged survives {@code kill -9} and loss of power; what was {@linkplain ObjectWriter#complete() completed}
 *       does when it was waited for.
 *   <li><b>Listings are ordered</b> by the UTF-8 bytes of the name.
 * </ul>
 *
 * <p>Errors are {@link StorageException}; a name that does not exist is {@link ObjectNotFoundException}. An exception
 * from a write whose {@link StorageException#outcomeUnknown()} is true leaves open whether the object is there: read
 * it back before doing anything else.
 */
public interface ObjectStore extends AutoCloseable {

    /** The address that names are relative to, without a trailing slash. */
    URI root();

    /** All bytes of an object. One request. */
    byte[] read(String name);

    /**
     * Opens an object for reading parts of it.
     *
     * @param sizeBytes the object's length if the caller knows it (no request is then spent on asking), or -1
     */
    ObjectReader open(String name, long sizeBytes);

    /** Name, length and time of an object; {@link ObjectNotFoundException} if there is none. One request. */
    ObjectInfo info(String name);

    /** Is there an object of this name? One request. */
    boolean exists(String name);

    /**
     * The objects directly inside {@code directory} (not deeper, no directories) whose last name part is not less than
     * {@code from}, in order. Lazy: further pages are asked for as the stream is read. Close it. A directory
     * that does not exist is empty.
     *
     * @param directory a name prefix without trailing slash; {@code ""} is the root
     * @param from smallest last name part wanted, in UTF-8 byte order; {@code ""} is all
     */
    Stream<ObjectInfo> listFrom(String directory, String from);

    /** All objects whose names start with {@code directory + "/"}, at any depth ({@code ""}: all), in no promised order. Close it. */
    Stream<ObjectInfo> listDeep(String directory);

    /**
     * The directories directly inside {@code directory}, by their names from the root on, in no promised order: those with objects below
     * them, and perhaps empty ones. What a store cannot ask for, it lists at any depth.
     *
     * @param directory a name prefix without trailing slash; {@code ""} is the root
     */
    default List<String> directories(String directory) {
        String inside = directory.isEmpty() ? "" : directory + "/";
        try (Stream<ObjectInfo> objects = listDeep(directory)) {
            return objects.map(ObjectInfo::name)
                    .filter(name -> name.indexOf('/', inside.length()) >= 0)
                    .map(name -> name.substring(0, name.indexOf('/', inside.length())))
                    .distinct()
                    .toList();
        }
    }

    /**
     * Tells of all that is in a directory, also of what listings leave out. For who cleans up. Requests as {@link #listDeep} or {@link
     * #listFrom}; in no promised order.
     *
     * @param deep also what is further below
     */
    default void survey(String directory, boolean deep, StoreSurvey survey) {
        try (Stream<ObjectInfo> objects = deep ? listDeep(directory) : listFrom(directory, "")) {
            objects.forEachOrdered(survey::object);
        }
    }

    /** Creates an object if there is none of that name. The only mutual exclusion there is. */
    PutOutcome putIfAbsent(String name, byte[] bytes);

    /**
     * The same for an object that names others: it becomes visible when they are durable, and not before.
     *
     * @param named what it names and has not been waited for
     * @throws StorageException also if one of those cannot be made durable; nothing was put then
     */
    default PutOutcome putIfAbsent(String name, byte[] bytes, List<PendingSync> named) {
        PendingSync.awaitAll(named);
        return putIfAbsent(name, bytes);
    }

    /**
     * Creates an object that nothing depends on, if there is none of that name. It is whole or not there, as others are, but may be
     * gone or cut when power was lost: for what can be told anew and is looked at before it is believed.
     */
    default PutOutcome putHintIfAbsent(String name, byte[] bytes) {
        return putIfAbsent(name, bytes);
    }

    /** Creates or replaces an object atomically: a reader sees the old bytes or the new. */
    void put(String name, byte[] bytes);

    /**
     * Starts an object that is written piece by piece. It is invisible until {@link ObjectWriter#close()} returns. The
     * caller picks a name that nobody else uses: an existing object of that name may be replaced or refused.
     */
    ObjectWriter create(String name);

    /** Deletes an object; deleting what is not there is not an error. */
    void delete(String name);

    /**
     * Deletes objects, each as {@link #delete} does, in as few requests as the store can; one after the other where it can only delete one. If
     * this throws, any of them may be gone.
     */
    default void deleteAll(Collection<String> names) {
        names.forEach(this::delete);
    }

    /**
     * Takes away a directory if nothing is in it, of a store that has directories of their own. Who is about to write there makes it again.
     *
     * @return is it gone now, by this call?
     */
    default boolean deleteEmptyDirectory(String directory) {
        return false;
    }

    /** Watches a directory, if the store can tell at once what comes into it. Costs no request. Close it. */
    default Optional<DirectoryWatch> watch(String directory) {
        return Optional.empty();
    }

    /**
     * May several processes write through this store at once without losing each other's commits? If not, {@link
     * #putIfAbsent} is only safe within this process, and a table refuses concurrent writers by the store's name.
     */
    boolean safeForConcurrentWriters();

    /** Releases what the store holds. Objects stay. */
    @Override
    void close();
}
