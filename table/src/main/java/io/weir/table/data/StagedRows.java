package io.weir.table.data;

import io.weir.log.action.AddFile;
import io.weir.log.state.TableShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of rows that are on their way into a table: whoever changes the table reads them, and then they are deleted. No version ever names
 * one. They lie beside the table's own files, so that vacuum removes those that were left behind.
 *
 * <p>Rows are in the order in which they came, over all files of a writer, because partition columns are columns of the files like any others.
 */
public final class StagedRows {
    /** Tells such a file from the table's own, wherever its action was kept in between. */
    private static final String TAG = "weir.staged";

    private StagedRows() {}

    /** The table as the files have it: not partitioned. */
    public static TableShape shape(TableShape table) {
        return table.partitionSchema().size() == 0
                ? table
                : TableShape.of(
                        table.protocol(),
                        table.metadata().toBuilder().partitionColumns(List.of()).build());
    }

    /** Says of a file that it is one. */
    public static WrittenFile mark(WrittenFile file) {
        Map<String, @Nullable String> tags = new HashMap<>(file.action().tags());
        tags.put(TAG, "true");
        return new WrittenFile(
                file.name(), file.rows(), file.action().toBuilder().tags(tags).build());
    }

    /** Does a file's action say so? */
    public static boolean isMarked(AddFile file) {
        return file.tags().containsKey(TAG);
    }
}
