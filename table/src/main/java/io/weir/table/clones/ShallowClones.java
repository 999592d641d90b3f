package io.weir.table.clones;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The shallow clones of a table that have declared themselves. Safe for many threads.
 *
 * <p>One small file each, {@code _weir/clones/ID.json} in the source: names that begin with an underscore are nobody's data, so other engines
 * neither read nor vacuum them. Other engines' clones declare nothing.
 */
public final class ShallowClones {
    private static final String DIRECTORY = "_weir/clones";
    private static final String SUFFIX = ".json";

    private final ObjectStore source;

    private ShallowClones(ObjectStore source) {
        this.source = source;
    }

    /** Those of the table at a store's root. */
    public static ShallowClones of(ObjectStore source) {
        return new ShallowClones(source);
    }

    /** All, also such as are gone. One listing and a request each. */
    public List<ShallowClone> list() {
        List<String> names = new ArrayList<>();
        try (Stream<ObjectInfo> files = source.listFrom(DIRECTORY, "")) {
            files.map(ObjectInfo::name).filter(name -> name.endsWith(SUFFIX)).forEach(names::add);
        }
        List<ShallowClone> clones = new ArrayList<>();
        for (String name : names) {
            try {
                clones.add(ShallowClone.ofBytes(source.read(name), name));
            } catch (ObjectNotFoundException e) {
                continue; // it has just been forgotten
            }
        }
        return clones;
    }

    /** Declares a clone, before it is made; or says what is known of it now. One request. */
    public void put(ShallowClone clone) {
        source.put(file(clone.id()), clone.toBytes());
    }

    /** Nothing is kept for it any more. One request. */
    public void remove(String id) {
        source.delete(file(id));
    }

    /** Where a clone's declaration is in the source's store. */
    public static String file(String id) {
        return DIRECTORY + "/" + id + SUFFIX;
    }
}
