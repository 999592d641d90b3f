package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.Commit;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.SupportedFeatures;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
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
            DeltaLog log = DeltaLog.forTable(store, environment.executor());
            CommitDraft draft = draft();
            if (!log.exists() && isFirst(log, draft)) {
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

    /** Writes version 0; false if somebody else was first. */
    private boolean isFirst(DeltaLog log, CommitDraft draft) {
        CommitAttempt attempt = draft.asFirst(environment.clock().millis());
        CommitOutcome outcome = CommitWriter.attempt(store, attempt);
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            throw new CommitUnknownException(
                    "It cannot be found out whether the table was made; look whether it is there",
                    Facts.of("txnId", attempt.txnId()),
                    unknown.cause());
        }
        if (outcome instanceof CommitOutcome.Lost && !isOurs(attempt)) {
            log.latest();
            return false;
        }
        log.committed(attempt.version(), attempt.actions());
        VersionChecksum.first(attempt).ifPresent(checksum -> checksum.store(store, attempt));
        return true;
    }

    /** Something between us and the store may have sent the request twice, and we have the second answer. */
    private boolean isOurs(CommitAttempt attempt) {
        return Commit.load(store, attempt.version())
                .map(first -> attempt.txnId().equals(first.txnId()))
                .orElse(false);
    }

    /** Version 0, if the description breaks no rule. */
    private CommitDraft draft() {
        Map<String, String> checked = TableProperties.checked(properties);
        SchemaRules.check(schema, partitionColumns, TableProperties.mapsColumns(checked));
        List<String> partitions = partitionColumns.stream()
                .map(column -> schema.field(schema.indexOf(column)).name())
                .toList();
        Map<String, @Nullable String> kept = new TreeMap<>(checked);
        kept.keySet().removeIf(TableProperties::isDirective);
        Metadata described = Metadata.builder(environment.ids().get().toString())
                .name(name)
                .description(comment)
                .schema(schema)
                .partitionColumns(partitions)
                .createdTime(environment.clock().millis())
                .configuration(kept)
                .build();
        Metadata metadata = Enablement.ofNew(described, environment.ids());
        Protocol protocol = ProtocolRules.ofNew(metadata, checked);
        // first, so that a feature that is not here is named before what the table would need for it
        SupportedFeatures.requireWritable(protocol, metadata);
        TableShape.of(protocol, metadata);
        Map<String, @Nullable String> parameters = new TreeMap<>();
        parameters.put("partitionBy", PropertyText.list(partitions));
        parameters.put("clusterBy", "[]");
        parameters.put("description", comment);
        parameters.put("isManaged", "false");
        parameters.put("properties", PropertyText.map(checked));
        CommitInfo info = CommitInfo.builder()
                .operation("CREATE TABLE")
                .operationParameters(parameters)
                .isolationLevel(IsolationLevel.SERIALIZABLE.deltaName())
                .isBlindAppend(true)
                .operationMetrics(Map.of())
                .engineInfo(environment.engineInfo())
                .txnId(environment.ids().get().toString())
                .build();
        return new CommitDraft(info, List.of(protocol, metadata));
    }
}
