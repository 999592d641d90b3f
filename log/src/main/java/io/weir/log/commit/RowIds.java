package io.weir.log.commit;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the rows of files that come into a table, when it is known which version they come with. Pure. (PROTOCOL.md, "Row
 * Tracking")
 *
 * <p>The rows of a file have consecutive ids from its {@code baseRowId} on, above the highest that was ever given out, which
 * the domain {@code delta.rowTracking} remembers. A file that has an id keeps it, wherever it has been in between.
 */
final class RowIds {
    /** The domain that remembers the highest id. */
    static final String DOMAIN = "delta.rowTracking";

    static final String ENABLED = "delta.enableRowTracking";
    static final String SUSPENDED = "delta.rowTrackingSuspended";
    static final String ID_COLUMN = "delta.rowTracking.materializedRowIdColumnName";
    static final String VERSION_COLUMN = "delta.rowTracking.materializedRowCommitVersionColumnName";

    private static final String HIGH_WATER_MARK = "rowIdHighWaterMark";

    /** The mark of a table that never gave an id to a row. */
    private static final long NONE = -1;

    private RowIds() {}

    /** Does a commit to a table with this protocol and metadata number its rows? */
    static boolean areAssigned(Protocol protocol, Metadata metadata) {
        return protocol.supports(TableFeature.ROW_TRACKING) && !metadata.isTrue(SUSPENDED);
    }

    /**
     * The actions with ids for every file that has none, and the new mark.
     *
     * @param actions may carry the domain itself, a cloned table's say; ids go on above it then
     * @param before what the domain says in the version that is followed, or null
     * @param version that is written
     */
    static List<Action> assign(List<Action> actions, Protocol protocol, @Nullable DomainMetadata before, long version) {
        if (!protocol.supports(TableFeature.DOMAIN_METADATA)) {
            throw new UnsupportedTableException(
                    "Row tracking needs another feature that the table does not have; add it to the table's protocol",
                    List.of(TableFeature.DOMAIN_METADATA.featureName()),
                    Facts.of("neededBy", TableFeature.ROW_TRACKING.featureName()));
        }
        long known = mark(before);
        long mark = known;
        for (Action action : actions) {
            if (action instanceof DomainMetadata domain && domain.domain().equals(DOMAIN)) {
                mark = Math.max(mark, mark(domain));
            } else if (action instanceof AddFile add && add.baseRowId() != null && add.baseRowId() > mark) {
                mark = Math.addExact(add.baseRowId(), Math.max(0, rows(add) - 1));
            }
        }
        List<Action> numbered = new ArrayList<>(actions.size() + 1);
        for (Action action : actions) {
            if (action instanceof AddFile add && (add.baseRowId() == null || add.defaultRowCommitVersion() == null)) {
                AddFile.Builder file = add.toBuilder();
                if (add.baseRowId() == null) {
                    file.baseRowId(mark + 1);
                    mark = Math.addExact(mark, rows(add));
                }
                if (add.defaultRowCommitVersion() == null) {
                    file.defaultRowCommitVersion(version);
                }
                numbered.add(file.build());
            } else if (!(action instanceof DomainMetadata domain
                    && domain.domain().equals(DOMAIN))) {
                numbered.add(action);
            }
        }
        if (mark > known) {
            numbered.add(new DomainMetadata(DOMAIN, "{\"" + HIGH_WATER_MARK + "\":" + mark + "}", false));
        }
        return numbered;
    }

    /** Where ids are on, the columns that keep the ids of rewritten rows have names, and keep them. */
    static Metadata withColumns(Metadata metadata, @Nullable Metadata before, String txnId) {
        if (!metadata.isTrue(ENABLED)
                || metadata.property(ID_COLUMN) != null && metadata.property(VERSION_COLUMN) != null) {
            return metadata;
        }
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        name(configuration, ID_COLUMN, before, "_row-id-col-" + txnId);
        name(configuration, VERSION_COLUMN, before, "_row-commit-version-col-" + txnId);
        return metadata.toBuilder().configuration(configuration).build();
    }

    private static void name(
            Map<String, @Nullable String> configuration, String property, @Nullable Metadata before, String fresh) {
        if (configuration.get(property) == null) {
            @Nullable String old = before == null ? null : before.property(property);
            configuration.put(property, old == null ? fresh : old);
        }
    }

    private static long mark(@Nullable DomainMetadata domain) {
        if (domain == null || domain.removed()) {
            return NONE;
        }
        @Nullable Long mark = number(domain.configuration(), HIGH_WATER_MARK);
        if (mark == null) {
            throw new CorruptTableException(
                    "A domain does not say what it must",
                    Facts.of("domain", DOMAIN, "member", HIGH_WATER_MARK).and("configuration", domain.configuration()));
        }
        return mark;
    }

    /** Rows of a file, those included that a deletion vector takes out: they have ids, too. */
    private static long rows(AddFile add) {
        @Nullable Long rows = add.stats() == null ? null : number(add.stats(), "numRecords");
        if (rows == null || rows < 0) {
            throw new CorruptTableException(
                    "The rows of a file cannot be given ids, because its statistics do not say how many there are",
                    Facts.of("file", add.path()));
        }
        return rows;
    }

    private static @Nullable Long number(String json, String wanted) {
        try {
            JsonInput in = JsonInput.of(json);
            if (in.nextObject()) {
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    if (name.equals(wanted)) {
                        return in.longOrNull();
                    }
                    in.skip();
                }
            }
            return null;
        } catch (JsonFormatException e) {
            return null;
        }
    }
}
