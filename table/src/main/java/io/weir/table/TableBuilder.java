package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.record.RecordMapper;
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
        throw new UnsupportedOperationException("being built");
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
     * @throws io.weir.log.error.TableException if there is one already, or the description breaks a rule
     */
    public Table commit() {
        throw new UnsupportedOperationException("being built");
    }

    /** Makes the table, or opens the one that is there whatever it looks like. */
    public Table createIfNotExists() {
        throw new UnsupportedOperationException("being built");
    }
}
