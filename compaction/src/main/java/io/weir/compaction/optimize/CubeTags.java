package io.weir.compaction.optimize;

import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.action.AddFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files say of the cube they belong to, which is all files that were put in order together, in tags as Delta Spark writes and reads them. Pure
 * functions.
 */
final class CubeTags {
    /** Who puts the files of a clustered table in order: the name that all Delta engines have for it. */
    static final String PROVIDER = "liquid";

    private static final String ID = "ZCUBE_ID";
    private static final String COLUMNS = "ZCUBE_ZORDER_BY";
    private static final String CURVE = "ZCUBE_ZORDER_CURVE";

    private CubeTags() {}

    /** The cube of a file; null if it belongs to none. */
    static @Nullable String cube(AddFile file) {
        return file.tags().get(COLUMNS) == null ? null : file.tags().get(ID);
    }

    /** Was the file put in order by these columns? */
    static boolean isBy(AddFile file, List<String> columns) {
        String json = file.tags().get(COLUMNS);
        try {
            return json != null && JsonInput.of(json).strings().equals(columns);
        } catch (JsonFormatException e) {
            return false; // whatever it says, it is not that
        }
    }

    /** The file as one of a cube. */
    static AddFile in(AddFile file, String cube, AlongCurve layout) {
        Map<String, @Nullable String> tags = new HashMap<>(file.tags());
        JsonOutput columns = new JsonOutput().beginArray();
        layout.names().forEach(columns::value);
        tags.put(ID, cube);
        tags.put(COLUMNS, columns.endArray().toString());
        tags.put(CURVE, layout.curve().tag());
        AddFile.Builder tagged = file.toBuilder().tags(tags);
        return (layout.ofTable() ? tagged.clusteringProvider(PROVIDER) : tagged).build();
    }

    /** The file, which has the rows of another one in their order, as one of the other's cube. */
    static AddFile like(AddFile file, AddFile before) {
        if (cube(before) == null) {
            return file;
        }
        Map<String, @Nullable String> tags = new HashMap<>(file.tags());
        for (String tag : List.of(ID, COLUMNS, CURVE)) {
            tags.put(tag, before.tags().get(tag));
        }
        return file.toBuilder()
                .tags(tags)
                .clusteringProvider(before.clusteringProvider())
                .build();
    }
}
