package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.SupportedFeatures;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.Clustering;
import io.weir.table.commit.Transaction;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.life.FirstVersion;
import io.weir.table.protocol.Enablement;
import io.weir.table.protocol.ProtocolRules;
import io.weir.table.record.RecordMapper;
import io.weir.table.schema.SchemaRules;
import io.weir.table.schema.TableProperties;
import io.weir.table.sql.SchemaDdl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Describes a new table until {@link #commit} makes it. One thread at a time. */
public final class TableBuilder {
    private final ObjectStore store;
    private final TableEnvironment environment;
    private StructType schema = StructType.EMPTY;
    private List<String> partitionColumns = List.of();
    private List<String> clusteringColumns = List.of();
    private final Map<String, String> properties = new TreeMap<>();
    private @Nullable String name;
    private @Nullable String comment;

    TableBuilder(ObjectStore store, TableEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    public TableBuilder schema(StructType columns) {
        schema = columns;
        return this;
    }

    /** The columns that hold such records: one a component, of the same name. */
    public TableBuilder schema(Class<? extends Record> recordClass) {
        return schema(RecordMapper.of(recordClass).schema());
    }

    /** Columns as SQL writes them: {@code "id BIGINT NOT NULL, at TIMESTAMP, tags ARRAY<STRING>"}. */
    public TableBuilder schema(String ddl) {
        return schema(SchemaDdl.parse(ddl));
    }

    public TableBuilder partitionBy(String... columns) {
        return partitionBy(Arrays.asList(columns));
    }

    public TableBuilder partitionBy(List<String> columns) {
        partitionColumns = new ArrayList<>(columns);
        return this;
    }

    /**
     * The columns by which {@code Optimize} puts rows together, so that who asks for some of their values reads few files; four at most, of a table that is
     * not partitioned. (PROTOCOL.md, "Clustered Table")
     */
    public TableBuilder clusterBy(String... columns) {
        return clusterBy(Arrays.asList(columns));
    }

    public TableBuilder clusterBy(List<String> columns) {
        clusteringColumns = new ArrayList<>(columns);
        return this;
    }

    /** Sets a property, such as {@code delta.appendOnly}. */
    public TableBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public TableBuilder properties(Map<String, String> more) {
        properties.putAll(more);
        return this;
    }

    public TableBuilder name(String tableName) {
        name = tableName;
        return this;
    }

    /** What the table is, for people. */
    public TableBuilder comment(String text) {
        comment = text;
        return this;
    }

    /**
     * Makes the table.
     *
     * @throws TableException if there is one already
     * @throws io.weir.log.error.SchemaMismatchException if the columns break a rule
     * @throws io.weir.log.error.UnsupportedTableException if the table would need what is not here
     */
    public Table commit() {
        return create(false);
    }

    /** Makes the table, or opens the one that is there, whatever it looks like. */
    public Table createIfNotExists() {
        return create(true);
    }

    private Table create(boolean orOpen) {
        try {
            DeltaLog log = DeltaLog.forTable(store, environment.executor(), environment.clock());
            CommitDraft draft = draft();
            if (!log.exists() && FirstVersion.write(log, draft, environment)) {
                return Table.of(log, environment);
            }
            if (orOpen) {
                return Table.of(log, environment);
            }
            throw new TableException("There is a table already", Facts.of("table", store.root()));
        } catch (TableException e) {
            store.close();
            throw e.with("table", store.root());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    /**
     * Makes the table anew in the place of the one that is there: other columns, properties and no rows, in one version. What was there
     * before stays at its own versions.
     *
     * @throws io.weir.log.error.TableNotFoundException if there is none
     * @throws io.weir.log.error.CommitConflictException if somebody else changed the table meanwhile
     */
    public Table replace() {
        return replaced("REPLACE TABLE", false);
    }

    /** Makes the table, anew if there is one. */
    public Table createOrReplace() {
        return replaced("CREATE OR REPLACE TABLE", true);
    }

    private Table replaced(String operation, boolean orCreate) {
        try {
            DeltaLog log = DeltaLog.forTable(store, environment.executor(), environment.clock());
            if (orCreate && !log.exists() && FirstVersion.write(log, draft(), environment)) {
                return Table.of(log, environment);
            }
            Table table = Table.of(log, environment);
            replace(table.transactionOnLatest(operation));
            return table;
        } catch (TableException e) {
            store.close();
            throw e.with("table", store.root());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private void replace(Transaction transaction) {
        Snapshot before = transaction.snapshot();
        Map<String, String> checked = checkedProperties();
        Map<String, @Nullable String> kept = new TreeMap<>(described(checked).configuration());
        @Nullable String maxColumnId = before.metadata().property(TableProperties.COLUMN_MAPPING_MAX_ID);
        if (maxColumnId != null && TableProperties.mapsColumns(kept)) {
            kept.put(TableProperties.COLUMN_MAPPING_MAX_ID, maxColumnId); // old files have the ids up to here
        }
        @Nullable String protectedBefore = before.metadata().property(TableProperties.CHECKPOINTS_PROTECTED_BEFORE);
        if (protectedBefore != null) {
            kept.put(
                    TableProperties.CHECKPOINTS_PROTECTED_BEFORE,
                    protectedBefore); // the history stays, and its feature
        }
        Metadata metadata = Enablement.ofNew(
                described(checked).toBuilder()
                        .id(before.metadata().id())
                        .configuration(kept)
                        .build(),
                environment.ids());
        Protocol protocol = ProtocolRules.upgraded(before.protocol(), metadata, checked);
        transaction.readsAll().metadata(metadata);
        if (!protocol.equals(before.protocol())) {
            transaction.protocol(protocol);
        }
        if (clusteringColumns.isEmpty()) {
            before.domain(Clustering.DOMAIN)
                    .ifPresent(domain ->
                            transaction.domain(new DomainMetadata(Clustering.DOMAIN, domain.configuration(), true)));
        } else {
            transaction.domain(Clustering.ofNew(clusteringColumns, metadata));
        }
        before.files().all().forEach(transaction::remove);
        parameters(metadata).forEach((name, text) -> {
            if (text != null) {
                transaction.textParameter(name, text);
            }
        });
        transaction.commit();
    }

    /** Version 0, if the description breaks no rule. */
    private CommitDraft draft() {
        Map<String, String> checked = checkedProperties();
        Metadata metadata = Enablement.ofNew(described(checked), environment.ids());
        Protocol protocol = ProtocolRules.ofNew(metadata, checked);
        // first, so that a feature that is not here is named before what the table would need for it
        SupportedFeatures.requireWritable(protocol, metadata);
        TableShape.of(protocol, metadata);
        CommitInfo info = CommitInfo.builder()
                .operation("CREATE TABLE")
                .operationParameters(parameters(metadata))
                .isolationLevel(IsolationLevel.SERIALIZABLE.deltaName())
                .isBlindAppend(true)
                .operationMetrics(Map.of())
                .engineInfo(environment.engineInfo())
                .txnId(environment.ids().get().toString())
                .build();
        List<Action> actions = new ArrayList<>(List.of(protocol, metadata));
        if (!clusteringColumns.isEmpty()) {
            actions.add(Clustering.ofNew(clusteringColumns, metadata));
        }
        return new CommitDraft(info, actions);
    }

    /** With what the table's clustering asks of its protocol. */
    private Map<String, String> checkedProperties() {
        Map<String, String> checked = new TreeMap<>(TableProperties.checked(properties));
        if (!clusteringColumns.isEmpty()) {
            checked.put(TableProperties.FEATURE_PREFIX + TableFeature.CLUSTERING.featureName(), "supported");
        }
        return checked;
    }

    /** Without what a feature adds that a property turns on. */
    private Metadata described(Map<String, String> checked) {
        SchemaRules.check(schema, partitionColumns, TableProperties.mapsColumns(checked));
        List<String> partitions = partitionColumns.stream()
                .map(column -> schema.field(schema.indexOf(column)).name())
                .toList();
        Map<String, @Nullable String> kept = new TreeMap<>(checked);
        kept.keySet().removeIf(TableProperties::isDirective);
        return Metadata.builder(environment.ids().get().toString())
                .name(name)
                .description(comment)
                .schema(schema)
                .partitionColumns(partitions)
                .createdTime(environment.clock().millis())
                .configuration(kept)
                .build();
    }

    private Map<String, @Nullable String> parameters(Metadata metadata) {
        Map<String, @Nullable String> parameters = new TreeMap<>();
        parameters.put("partitionBy", PropertyText.list(metadata.partitionColumns()));
        parameters.put("clusterBy", PropertyText.list(clusteringColumns));
        parameters.put("description", comment);
        parameters.put("isManaged", "false");
        parameters.put("properties", PropertyText.map(TableProperties.checked(properties)));
        return parameters;
    }
}
