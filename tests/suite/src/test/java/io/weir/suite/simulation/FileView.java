package io.weir.suite.simulation;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** A table of one data file, which lies in another store. Read only. */
final class FileView implements ObjectStore {
    private static final String COMMIT = LogNames.commit(0);

    private final ObjectStore objects;
    private final byte[] log;

    private FileView(ObjectStore objects, byte[] log) {
        this.objects = objects;
        this.log = log;
    }

    /** A table of nothing but this file. */
    static Table of(
            ObjectStore objects, TableEnvironment environment, Protocol protocol, Metadata metadata, AddFile file) {
        byte[] log = ActionCodec.write(List.<Action>of(protocol, metadata, file));
        return Table.open(new FileView(objects, log), environment);
    }

    /** The rows of a file that its table sees. */
    static List<ModelRow> rows(
            ObjectStore objects, TableEnvironment environment, Protocol protocol, Metadata metadata, AddFile file) {
        return of(objects, environment, protocol, metadata, file).scan().rows().toList().stream()
                .map(ModelRow::of)
                .toList();
    }

    @Override
    public URI root() {
        return objects.root();
    }

    @Override
    public byte[] read(String name) {
        if (name.equals(COMMIT)) {
            return log.clone();
        }
        if (name.startsWith(LogNames.DIRECTORY)) {
            throw new ObjectNotFoundException(name, root().toString());
        }
        return objects.read(name);
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        return objects.open(name, sizeBytes);
    }

    @Override
    public ObjectInfo info(String name) {
        return name.equals(COMMIT) ? new ObjectInfo(name, log.length, 0) : objects.info(name);
    }

    @Override
    public boolean exists(String name) {
        return name.equals(COMMIT) || objects.exists(name);
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        ObjectInfo commit = new ObjectInfo(COMMIT, log.length, 0);
        return directory.equals(LogNames.DIRECTORY) && commit.fileName().compareTo(from) >= 0
                ? Stream.of(commit)
                : Stream.empty();
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        return objects.listDeep(directory);
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void put(String name, byte[] bytes) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public ObjectWriter create(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public void delete(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public boolean safeForConcurrentWriters() {
        return true;
    }

    @Override
    public void close() {
        // The objects are somebody else's.
    }
}
