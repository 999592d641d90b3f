package io.weir.pipeline;

import io.weir.format.batch.Row;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.transform.RowOutput;
import io.weir.pipeline.transform.Transform;
import io.weir.pipeline.transform.Transforms;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.data.WriteOptions;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.rules.ColumnExpression;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes a streaming query until {@link #start} runs it. One thread at a time.
 *
 * <p>Steps run in the order they are given in, on the thread that reads. They must give the same rows for the same input: what was read and not
 * committed when a process died is read again.
 */
public final class Query {
    /** Epochs of a query that goes as fast as it can are at least this long, so that it makes ten versions a second at most. */
    public static final Duration SHORTEST_EPOCH = Duration.ofMillis(100);
    /** So many rows make an epoch full unless something else is said: files of some ten megabytes, a version every second or so. */
    public static final long DEFAULT_EPOCH_ROWS = 1_000_000;
    /** So many bytes of the source make an epoch full. */
    public static final long DEFAULT_EPOCH_BYTES = 512L << 20;

    final Source source;
    final List<Transform> transforms = new ArrayList<>();
    final List<QueryListener> listeners = new ArrayList<>();
    boolean reshapes;

    @Nullable
    String address;

    @Nullable
    Table table;

    TableEnvironment environment = TableEnvironment.standard();

    @Nullable
    String appId;

    Trigger trigger = Trigger.availableNow();
    BadRecords badRecords = BadRecords.fail();
    boolean mergeSchema;

    @Nullable
    UnaryOperator<TableBuilder> description;

    @Nullable
    StructType tableSchema;

    WriteOptions writeOptions = WriteOptions.DEFAULT;
    long maxEpochRows = DEFAULT_EPOCH_ROWS;
    long maxEpochBytes = DEFAULT_EPOCH_BYTES;
    long maxEpochFiles = Long.MAX_VALUE;
    Step.Hook hook = Step.Hook.NONE;

    private Query(Source source) {
        this.source = source;
    }

    public static Query from(Source source) {
        return new Query(source);
    }

    /** Keeps the rows for which the condition is true. */
    public Query filter(Expression condition) {
        transforms.add(Transforms.filter(condition));
        return this;
    }

    /** The same for a condition in SQL: {@code filter("delay > 60 AND origin = 'SFO'")}. */
    public Query filter(String sql) {
        return filter(SqlPredicates.parse(sql));
    }

    /** Keeps the rows that pass the test. */
    public Query filter(Predicate<Row> test) {
        transforms.add(Transforms.filter(test));
        return this;
    }

    /** Replaces the columns by values computed from them: {@code select(col("delay").dividedBy(60).as("hours"))}. */
    public Query select(Expression... values) {
        transforms.add(Transforms.select(Arrays.asList(values)));
        reshapes = true;
        return this;
    }

    /** The same for values in SQL: {@code select("delay / 60 AS hours", "origin")}. */
    public Query select(String... sql) {
        return select(Arrays.stream(sql).map(SqlExpressions::parse).toArray(Expression[]::new));
    }

    /** Replaces each row by another; the function gives one value for each column of the schema. */
    public Query map(StructType schema, Function<Row, @Nullable Object[]> function) {
        transforms.add(Transforms.map(schema, function));
        reshapes = true;
        return this;
    }

    /** Replaces each row by any number of others: {@code (row, out) -> out.emit(…)}. */
    public Query flatMap(StructType schema, BiConsumer<Row, RowOutput> function) {
        transforms.add(Transforms.flatMap(schema, function));
        reshapes = true;
        return this;
    }

    /** Any other step from batch to batch. */
    public Query transform(Transform step) {
        transforms.add(step);
        reshapes = true;
        return this;
    }

    /** Writes to the table at an address. */
    public Query to(String tableAddress) {
        address = tableAddress;
        table = null;
        return this;
    }

    public Query to(Path path) {
        return to(path.toString());
    }

    /** Writes to an open table, which stays open. */
    public Query to(Table openTable) {
        table = openTable;
        address = null;
        return this;
    }

    /** Clock, ids and threads of the table, where it is given by its address. */
    public Query environment(TableEnvironment newEnvironment) {
        environment = newEnvironment;
        return this;
    }

    /** Makes the table if there is none, with the columns that the first rows have; version 0 is then the empty table. */
    public Query create() {
        return create(builder -> builder);
    }

    /** The same with partitioning, properties, or other columns. */
    public Query create(UnaryOperator<TableBuilder> newDescription) {
        description = newDescription;
        return this;
    }

    /** The same with these columns, at once, whether there are rows or not. */
    public Query create(StructType columns, UnaryOperator<TableBuilder> newDescription) {
        tableSchema = columns;
        return create(newDescription);
    }

    /**
     * In whose name the query writes: the same on every start of the same query, and no other query's. Without it, one is derived from table and
     * source.
     */
    public Query appId(String id) {
        if (id.isBlank() || id.indexOf('/') >= 0) {
            throw new IllegalArgumentException("An application id is some text without a slash {appId=" + id + "}");
        }
        appId = id;
        return this;
    }

    /** Default: {@link Trigger#availableNow}. */
    public Query trigger(Trigger newTrigger) {
        trigger = newTrigger;
        return this;
    }

    /** Default: {@link BadRecords#fail}. */
    public Query onBadRecord(BadRecords policy) {
        badRecords = policy;
        return this;
    }

    /** Adds columns that the rows have and the table lacks. */
    public Query mergeSchema(boolean merge) {
        mergeSchema = merge;
        return this;
    }

    /** How data files are written. */
    public Query options(WriteOptions options) {
        writeOptions = options;
        return this;
    }

    /** An epoch with so many rows is committed; it can have some thousands more. Not for {@link Trigger.Once}. */
    public Query maxRowsPerEpoch(long rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("An epoch has at least one row {maxRowsPerEpoch=" + rows + "}");
        }
        maxEpochRows = rows;
        return this;
    }

    /** An epoch that took so many bytes of the source is committed. Not for {@link Trigger.Once}. */
    public Query maxBytesPerEpoch(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("An epoch has at least one byte {maxBytesPerEpoch=" + bytes + "}");
        }
        maxEpochBytes = bytes;
        return this;
    }

    /** An epoch that read so many files to their ends is committed. Not for {@link Trigger.Once}. */
    public Query maxFilesPerEpoch(long files) {
        if (files < 1) {
            throw new IllegalArgumentException("An epoch has at least one file {maxFilesPerEpoch=" + files + "}");
        }
        maxEpochFiles = files;
        return this;
    }

    public Query listener(QueryListener listener) {
        listeners.add(listener);
        return this;
    }

    Query hook(Step.Hook newHook) {
        hook = newHook;
        return this;
    }

    Target target() {
        if (table != null) {
            return Target.of(table);
        }
        return Target.at(Objects.requireNonNull(address, "A query needs a table to write to: call to(…)"), environment);
    }

    /** @param known the table, if it is there */
    ReadSettings readSettings(@Nullable Table known) {
        return new ReadSettings(
                known == null || reshapes ? null : known.schema(),
                known == null ? Set.of() : mayBeLeftOut(known),
                mergeSchema && !reshapes,
                !reshapes,
                trigger.bounded());
    }

    /** The columns whose value the table knows where rows leave them out. */
    private static Set<String> mayBeLeftOut(Table table) {
        return table.schema().fields().stream()
                .filter(field -> ColumnExpression.mayBeLeftOut(table.known().protocol(), field))
                .map(StructField::name)
                .collect(Collectors.toSet());
    }

    /**
     * Runs the query on threads of its own.
     *
     * @throws io.weir.log.error.TableNotFoundException if there is no table and none is to be made
     * @throws io.weir.pipeline.decode.SourceException if the source cannot be read
     */
    public RunningQuery start() {
        return trigger instanceof Trigger.Continuous ? ContinuousRun.start(this) : MicroBatchRun.start(this);
    }
}
