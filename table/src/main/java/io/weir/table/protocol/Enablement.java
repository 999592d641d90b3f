package io.weir.table.protocol;

import io.weir.format.schema.ColumnMapping;
import io.weir.log.action.Metadata;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.schema.ColumnIds;
import io.weir.table.schema.TableProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What metadata needs beside the property that turns a feature on: ids and physical names of columns, names of the columns that keep
 * rows' ids. Also which of such properties may be changed at all. Pure but for the ids that are passed in.
 */
public final class Enablement {
    /** Where rewritten files keep rows' ids. (PROTOCOL.md, "Row Tracking") */
    public static final String ROW_ID_COLUMN = "delta.rowTracking.materializedRowIdColumnName";

    /** Where rewritten files keep the versions that last changed rows. */
    public static final String ROW_VERSION_COLUMN = "delta.rowTracking.materializedRowCommitVersionColumnName";

    /** The columns that a change feed adds. (PROTOCOL.md, "Change Data Files") */
    private static final List<String> CHANGE_COLUMNS = List.of("_change_type", "_commit_version", "_commit_timestamp");

    private Enablement() {}

    /** The metadata of a new table, complete. */
    public static Metadata ofNew(Metadata wanted, Supplier<UUID> ids) {
        return completed(wanted, ids);
    }

    /**
     * Changed metadata of a table, complete.
     *
     * @param ids where new ids come from
     * @throws TableException if it changes what cannot be changed on a table that has files
     */
    public static Metadata of(Metadata before, Metadata wanted, Supplier<UUID> ids) {
        ColumnMapping from = mapping(before);
        ColumnMapping to = mapping(wanted);
        if (from == to) {
            return completed(wanted, ids);
        }
        if (from == ColumnMapping.NONE && to == ColumnMapping.NAME) {
            return completed(ColumnIds.ofExisting(wanted), ids);
        }
        throw new TableException(
                to == ColumnMapping.NONE
                        ? "Columns that are mapped stay so: their files know no other names. Copy the rows to a new table instead"
                        : "This mode of column mapping is only for new tables; a table with files can go from none to name",
                Facts.of(
                        "from", from.modeName(), "property", TableProperties.COLUMN_MAPPING_MODE, "to", to.modeName()));
    }

    private static ColumnMapping mapping(Metadata metadata) {
        @Nullable String mode = metadata.property(TableProperties.COLUMN_MAPPING_MODE);
        return mode == null
                ? ColumnMapping.NONE
                : ColumnMapping.of(mode)
                        .orElseThrow(() -> new TableException(
                                "The table maps its columns in a way that is not known", Facts.of("mode", mode)));
    }

    private static Metadata completed(Metadata wanted, Supplier<UUID> ids) {
        Metadata mapped = mapping(wanted) == ColumnMapping.NONE ? wanted : ColumnIds.ofNew(wanted, ids);
        if (mapped.isTrue(TableProperties.CHANGE_DATA_FEED)) {
            checkChangeColumns(mapped);
        }
        return mapped.isTrue(TableProperties.ROW_TRACKING) ? withRowColumns(mapped, ids) : mapped;
    }

    private static void checkChangeColumns(Metadata metadata) {
        for (String name : CHANGE_COLUMNS) {
            if (metadata.schema().indexOf(name) >= 0) {
                throw new TableException(
                        "A table with a change data feed has no column of this name, which the feed adds; rename the column",
                        Facts.of("column", name, "property", TableProperties.CHANGE_DATA_FEED));
            }
        }
    }

    private static Metadata withRowColumns(Metadata metadata, Supplier<UUID> ids) {
        if (metadata.property(ROW_ID_COLUMN) != null && metadata.property(ROW_VERSION_COLUMN) != null) {
            return metadata;
        }
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        configuration.putIfAbsent(ROW_ID_COLUMN, "_row-id-col-" + ids.get());
        configuration.putIfAbsent(ROW_VERSION_COLUMN, "_row-commit-version-col-" + ids.get());
        return metadata.toBuilder().configuration(configuration).build();
    }
}
