package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.state.SupportedFeatures;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectStore;
import io.weir.table.alter.ChangeText;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.life.Convert;
import io.weir.table.life.FirstVersion;
import io.weir.table.protocol.Enablement;
import io.weir.table.protocol.ProtocolRules;
import io.weir.table.schema.SchemaRules;
import io.weir.table.schema.TableProperties;
import io.weir.table.sql.SchemaDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A directory of Parquet files that is to become a table, until {@link #commit} makes it one. One thread at a time.
 *
 * <p>The files stay as they are: their footers say what columns there are and what bounds these have, the names of directories
 * ({@code day=2026-11-21}) which partition they belong to.
 */
public final class TableConversion {
    private final ObjectStore store;
    private final TableEnvironment environment;
    private final Map<String, String> properties = new TreeMap<>();
    private @Nullable StructType partitionColumns;

    TableConversion(ObjectStore store, TableEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    /** The partition columns and their types, in the order of the directories: {@code "year INT, day DATE"}. Else they are found out. */
    public TableConversion partitionBy(String ddl) {
        partitionColumns = SchemaDdl.parse(ddl);
        return this;
    }

    /** Sets a property of the table. */
    public TableConversion property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    public TableConversion properties(Map<String, String> more) {
        properties.putAll(more);
        return this;
    }

    /**
     * Makes the table. Requests: one listing, and the end of each file.
     *
     * @throws TableException if there is a table already, or the files are not Parquet or do not go together; the error names the file
     */
    public Table commit() {
        try {
            DeltaLog log = DeltaLog.forTable(store, environment.executor(), environment.clock());
            if (log.exists() || !FirstVersion.write(log, draft(), environment)) {
                throw new TableException("There is a table already", Facts.NONE);
            }
            return Table.of(log, environment);
        } catch (TableException e) {
            store.close();
            throw e.with("table", store.root());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private CommitDraft draft() {
        Convert files = Convert.read(store, environment, partitionColumns);
        Map<String, String> checked = TableProperties.checked(properties);
        SchemaRules.check(files.schema(), files.partitionColumns(), TableProperties.mapsColumns(checked));
        Map<String, @Nullable String> kept = new TreeMap<>(checked);
        kept.keySet().removeIf(TableProperties::isDirective);
        Metadata plain = Metadata.builder(environment.ids().get().toString())
                .schema(files.schema())
                .partitionColumns(files.partitionColumns())
                .createdTime(environment.clock().millis())
                .build();
        // files have the columns by the names they have now
        Metadata metadata =
                Enablement.of(plain, plain.toBuilder().configuration(kept).build(), environment.ids());
        Protocol protocol = ProtocolRules.ofNew(metadata, checked);
        SupportedFeatures.requireWritable(protocol, metadata);
        TableShape.of(protocol, metadata);
        List<Action> actions = new ArrayList<>(List.of(protocol, metadata));
        actions.addAll(files.adds(checked));
        Map<String, @Nullable String> parameters = new TreeMap<>();
        parameters.put("numFiles", Integer.toString(files.fileCount()));
        parameters.put("partitionedBy", ChangeText.list(files.partitionColumns()));
        parameters.put("collectStats", "true");
        parameters.put("sourceFormat", "parquet");
        CommitInfo info = CommitInfo.builder()
                .operation("CONVERT")
                .operationParameters(parameters)
                .isolationLevel(IsolationLevel.SERIALIZABLE.deltaName())
                .isBlindAppend(false)
                .operationMetrics(Map.of("numConvertedFiles", Integer.toString(files.fileCount())))
                .engineInfo(environment.engineInfo())
                .txnId(environment.ids().get().toString())
                .build();
        return new CommitDraft(info, actions);
    }
}
