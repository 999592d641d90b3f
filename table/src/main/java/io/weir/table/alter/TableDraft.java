package io.weir.table.alter;

import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.protocol.Enablement;
import io.weir.table.protocol.ProtocolRules;
import io.weir.table.schema.SchemaRules;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table's description while it is being changed, and what its rows must be checked for before the changes may be committed. One thread
 * at a time.
 */
public final class TableDraft {
    private final Snapshot snapshot;
    private final Supplier<UUID> ids;
    private final Map<String, String> directives = new TreeMap<>();
    private final Set<TableFeature> features = EnumSet.noneOf(TableFeature.class);
    private final Map<String, DomainMetadata> domains = new LinkedHashMap<>();
    private final List<RowCheck> checks = new ArrayList<>();
    private Metadata metadata;
    private Protocol protocol;

    public TableDraft(Snapshot snapshot, Supplier<UUID> ids) {
        this.snapshot = snapshot;
        this.ids = ids;
        this.metadata = snapshot.metadata();
        this.protocol = snapshot.protocol();
    }

    /**
     * A question to the rows that are there.
     *
     * @param broken true of a row that breaks the rule
     */
    public record RowCheck(String rule, String subject, Expression broken) {}

    Snapshot snapshot() {
        return snapshot;
    }

    /** As changed so far. */
    public Metadata metadata() {
        return metadata;
    }

    /** As changed so far; complete after {@link #finish}. */
    public Protocol protocol() {
        return protocol;
    }

    public StructType schema() {
        return metadata.schema();
    }

    /** Domains that are set or taken away. */
    public List<DomainMetadata> changedDomains() {
        return List.copyOf(domains.values());
    }

    /** What existing rows must be asked. */
    public List<RowCheck> checks() {
        return List.copyOf(checks);
    }

    boolean mapsColumns() {
        return TableProperties.mapsColumns(metadata.configuration());
    }

    void schema(StructType schema) {
        metadata = metadata.toBuilder().schema(schema).build();
    }

    void metadata(Metadata changed) {
        metadata = changed;
    }

    void property(String name, @Nullable String value) {
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        if (value == null) {
            configuration.remove(name);
        } else {
            configuration.put(name, value);
        }
        metadata = metadata.toBuilder().configuration(configuration).build();
    }

    void directive(String name, String value) {
        directives.put(name, value);
    }

    void feature(TableFeature feature) {
        features.add(feature);
    }

    void domain(DomainMetadata domain) {
        domains.put(domain.domain(), domain);
    }

    /** A domain as it is with the changes so far. */
    @Nullable
    DomainMetadata currentDomain(String name) {
        DomainMetadata changed = domains.get(name);
        if (changed != null) {
            return changed.removed() ? null : changed;
        }
        return snapshot.domain(name).orElse(null);
    }

    void check(RowCheck check) {
        checks.add(check);
    }

    /**
     * Completes metadata and protocol, and looks whether the whole still makes sense.
     *
     * @throws TableException if it does not
     */
    public void finish() {
        metadata = Enablement.of(snapshot.metadata(), metadata, ids);
        SchemaRules.check(metadata.schema(), metadata.partitionColumns(), mapsColumns());
        if (!domains.isEmpty()) {
            features.add(TableFeature.DOMAIN_METADATA);
        }
        protocol = ProtocolRules.upgraded(snapshot.protocol(), metadata, directives)
                .with(features);
        Clustering.requireStatistics(this);
    }

    /** Does the draft ask for rows' ids that files do not have yet? */
    public boolean startsRowTracking() {
        return metadata.isTrue(TableProperties.ROW_TRACKING)
                && !(snapshot.protocol().supports(TableFeature.ROW_TRACKING)
                        && snapshot.metadata().isTrue(TableProperties.ROW_TRACKING));
    }

    /** Is anything different from what the table is? */
    public boolean isChanged() {
        return !metadata.equals(snapshot.metadata()) || !protocol.equals(snapshot.protocol()) || !domains.isEmpty();
    }

    TableException refused(String sentence, Facts facts) {
        return new TableException(sentence, facts);
    }
}
