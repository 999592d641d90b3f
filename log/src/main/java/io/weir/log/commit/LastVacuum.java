package io.weir.log.commit;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far clean-up from the log has come, in {@code _delta_log/_last_vacuum_info}: the newest version of which all removed files have been
 * deleted. No part of the protocol; Delta Spark writes and reads the same file. Pure but for the store.
 */
public final class LastVacuum {
    private static final String NAME = LogNames.DIRECTORY + "/_last_vacuum_info";
    private static final String VERSION = "latestCommitVersionOutsideOfRetentionWindow";

    private LastVacuum() {}

    /** Empty if nobody said so, or what is said makes no sense. One request. */
    public static OptionalLong load(ObjectStore store) {
        try {
            JsonInput in = JsonInput.of(store.read(NAME));
            in.enterObject();
            @Nullable Long version = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (name.equals(VERSION)) {
                    version = in.longOrNull();
                } else {
                    in.skip();
                }
            }
            return version == null || version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
        } catch (ObjectNotFoundException | JsonFormatException | IllegalArgumentException e) {
            return OptionalLong.empty(); // then the log is gone through from its beginning
        }
    }

    /** One request. */
    public static void store(ObjectStore store, long version) {
        byte[] json = new JsonOutput()
                .beginObject()
                .member(VERSION, version)
                .endObject()
                .toBytes();
        store.put(NAME, json);
    }
}
