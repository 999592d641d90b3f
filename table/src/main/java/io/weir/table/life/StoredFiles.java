package io.weir.table.life;

import io.weir.log.action.DataPath;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.table.data.DataFiles;
import java.util.Optional;

/** Files of tables as they lie in stores. */
final class StoredFiles {
    private static final int CHUNK = 1 << 20;

    private StoredFiles() {}

    /** Is there a file at a path of the log? One request. */
    static boolean exists(ObjectStore table, String path) {
        Optional<String> name = DataPath.nameIn(table.root(), path);
        if (name.isPresent()) {
            return table.exists(name.get());
        }
        try (ObjectReader file = DataFiles.open(table, path, -1)) {
            return file.sizeBytes() >= 0;
        } catch (ObjectNotFoundException e) {
            return false;
        }
    }

    /** Copies a file of one table into another's store. Durable when it returns. @return its length in bytes */
    static long copy(ObjectStore from, String path, ObjectStore to, String name) {
        try (ObjectReader source = DataFiles.open(from, path, -1)) {
            ObjectWriter copy = to.create(name);
            boolean whole = false;
            try {
                byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, source.sizeBytes()))];
                for (long at = 0; at < source.sizeBytes(); at += chunk.length) {
                    int length = (int) Math.min(chunk.length, source.sizeBytes() - at);
                    source.readFully(at, chunk, 0, length);
                    copy.write(chunk, 0, length);
                }
                copy.close();
                whole = true;
            } finally {
                if (!whole) {
                    copy.abort();
                }
            }
            return source.sizeBytes();
        }
    }

    /** The address of a file of a table, as the log of another table spells it. */
    static String absolute(ObjectStore table, String path) {
        if (DataPath.isAbsolute(path)) {
            return path;
        }
        // Delta Spark finds a local file again by this spelling, with one slash, when it deletes rows of it
        String root = table.root().toString().replaceFirst("^file:///", "file:/");
        return (root.endsWith("/") ? root : root + "/") + path;
    }
}
