package io.weir.table.data;

import io.weir.log.action.DataPath;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import java.net.URI;
import java.util.Optional;

/** Opens files by the paths of the log: inside the table, or wherever an absolute one points. */
public final class DataFiles {
    private DataFiles() {}

    /**
     * The object of a path. Closing the reader closes whatever was opened for it.
     *
     * @param table the store whose root is the table's
     * @param path as the log spells it: a percent-encoded URI, see {@link DataPath}
     * @param sizeBytes the object's length, or -1 if that is not known
     */
    public static ObjectReader open(ObjectStore table, String path, long sizeBytes) {
        Optional<String> name = DataPath.nameIn(table.root(), path);
        if (name.isPresent()) {
            return table.open(name.get(), sizeBytes);
        }
        String address = DataPath.absoluteUri(path).toString();
        int slash = address.lastIndexOf('/');
        ObjectStore store = ObjectStores.open(URI.create(address.substring(0, slash + 1)));
        try {
            return new Owning(store, store.open(DataPath.decode(address.substring(slash + 1)), sizeBytes));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** A reader and the store that was opened for it alone. */
    private record Owning(ObjectStore store, ObjectReader reader) implements ObjectReader {
        @Override
        public String name() {
            return reader.name();
        }

        @Override
        public long sizeBytes() {
            return reader.sizeBytes();
        }

        @Override
        public void readFully(long position, byte[] target, int targetOffset, int length) {
            reader.readFully(position, target, targetOffset, length);
        }

        @Override
        public void close() {
            try (store) {
                reader.close();
            }
        }
    }
}
