package io.weir.pipeline;

import io.weir.format.batch.Row;
import io.weir.format.expression.Expression;
import io.weir.format.type.StructType;
import io.weir.pipeline.transform.RowOutput;
import io.weir.pipeline.transform.Transform;
import io.weir.pipeline.transform.Transforms;
import io.weir.sink.OutputMode;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.data.WriteOptions;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.sql.SqlExpressions;
import io.weir.table.sql.SqlPredicates;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into a table: steps, and the table. One thread at a time.
 *
 * <p>Steps run in the order they are given in. They must give the same rows for the same input: what was read and not committed when a process
 * died is read again. A continuous query reads with several threads where its source has several parts; functions must then be safe for them.
 *
 * @param <T> what the methods return
 */
public abstract sealed class Flow<T extends Flow<T>> permits Query, Branch {
    @Nullable
    String address;

    @Nullable
    Table table;

    boolean mergeSchema;

    @Nullable
    UnaryOperator<TableBuilder> description;

    @Nullable
    StructType tableSchema;

    WriteOptions writeOptions = WriteOptions.DEFAULT;

    @Nullable
    OutputMode outputMode;

    Flow() {}

    abstract T self();

    /** @param reshapes do the rows have other columns behind it? */
    abstract void add(Supplier<Transform> step, boolean reshapes);

    /** Keeps the rows for which the condition is true. */
    public T filter(Expression condition) {
        add(() -> Transforms.filter(condition), false);
        return self();
    }

    /** The same for a condition in SQL: {@code filter("delay > 60 AND origin = 'SFO'")}. */
    public T filter(String sql) {
        return filter(SqlPredicates.parse(sql));
    }

    /** Keeps the rows that pass the test. */
    public T filter(Predicate<Row> test) {
        add(() -> Transforms.filter(test), false);
        return self();
    }

    /** Replaces the columns by values computed from them: {@code select(col("delay").dividedBy(60).as("hours"))}. */
    public T select(Expression... values) {
        add(() -> Transforms.select(Arrays.asList(values)), true);
        return self();
    }

    /** The same for values in SQL: {@code select("delay / 60 AS hours", "origin")}. */
    public T select(String... sql) {
        return select(Arrays.stream(sql).map(SqlExpressions::parse).toArray(Expression[]::new));
    }

    /** Replaces each row by another; the function gives one value for each column of the schema. */
    public T map(StructType schema, Function<Row, @Nullable Object[]> function) {
        add(() -> Transforms.map(schema, function), true);
        return self();
    }

    /** Replaces each row by any number of others: {@code (row, out) -> out.emit(…)}. */
    public T flatMap(StructType schema, BiConsumer<Row, RowOutput> function) {
        add(() -> Transforms.flatMap(schema, function), true);
        return self();
    }

    /** Any other step from batch to batch. Called by one thread at a time, whoever that is. */
    public T transform(Transform step) {
        Transform oneAtATime = batch -> {
            synchronized (step) {
                return step.apply(batch);
            }
        };
        add(() -> oneAtATime, true);
        return self();
    }

    /** Writes to the table at an address. */
    public T to(String tableAddress) {
        address = tableAddress;
        table = null;
        return self();
    }

    public T to(Path path) {
        return to(path.toString());
    }

    /** Writes to an open table, which stays open. */
    public T to(Table openTable) {
        table = openTable;
        address = null;
        return self();
    }

    /** Makes the table if there is none, with the columns that the first rows have; version 0 is then the empty table. */
    public T create() {
        return create(builder -> builder);
    }

    /** The same with partitioning, properties, or other columns. */
    public T create(UnaryOperator<TableBuilder> newDescription) {
        description = newDescription;
        return self();
    }

    /** The same with these columns, at once, whether there are rows or not. */
    public T create(StructType columns, UnaryOperator<TableBuilder> newDescription) {
        tableSchema = columns;
        return create(newDescription);
    }

    /** Adds columns that the rows have and the table lacks. */
    public T mergeSchema(boolean merge) {
        mergeSchema = merge;
        return self();
    }

    /** What the rows of an epoch do to those that the table has. Default: they are added. */
    public T outputMode(OutputMode mode) {
        outputMode = mode;
        return self();
    }

    /** How data files are written. */
    public T options(WriteOptions options) {
        writeOptions = options;
        return self();
    }

    final OutputMode outputMode() {
        return outputMode == null ? OutputMode.append() : outputMode;
    }

    final Target target(TableEnvironment environment) {
        if (table != null) {
            return Target.of(table);
        }
        return Target.at(Objects.requireNonNull(address, "A query needs a table to write to: call to(…)"), environment);
    }
}
