package io.weir.pipeline;

import io.weir.compaction.Upkeep;
import io.weir.format.type.StructField;
import io.weir.pipeline.sink.Sink;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.state.DropDuplicates;
import io.weir.pipeline.state.StatefulStep;
import io.weir.pipeline.state.Watermark;
import io.weir.pipeline.transform.Transform;
import io.weir.pipeline.window.Window;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.rules.ColumnExpression;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes a streaming query until {@link #start} runs it. One thread at a time. */
public final class Query extends Flow<Query> {
    /** Epochs of a query that goes as fast as it can are at least this long, so that it makes ten versions a second at most. */
    public static final Duration SHORTEST_EPOCH = Duration.ofMillis(100);
    /** So many rows make an epoch full unless something else is said: files of some ten megabytes, a version every second or so. */
    public static final long DEFAULT_EPOCH_ROWS = 1_000_000;
    /** So many bytes of the source make an epoch full. */
    public static final long DEFAULT_EPOCH_BYTES = 512L << 20;

    private static final long MAX_DEFAULT_STATE_BYTES = 1L << 30;
    private static final int DERIVED_ID_BYTES = 8;

    final Source source;
    final List<Stage> stages = new ArrayList<>();
    final List<Branch> branches = new ArrayList<>();
    final List<QueryListener> listeners = new ArrayList<>();
    boolean reshapes;

    TableEnvironment environment = TableEnvironment.standard();

    @Nullable
    Sink sink;

    @Nullable
    String appId;

    Trigger trigger = Trigger.availableNow();
    BadRecords badRecords = BadRecords.fail();
    long maxEpochRows = DEFAULT_EPOCH_ROWS;
    long maxEpochBytes = DEFAULT_EPOCH_BYTES;
    long maxEpochFiles = Long.MAX_VALUE;

    @Nullable
    Boolean foldSmallFiles;

    boolean vacuum;
    Duration lagInterval = LagMeter.INTERVAL;
    Step.Hook hook = Step.Hook.NONE;

    @Nullable
    Watermark watermark;

    long maxStateBytes = Math.min(MAX_DEFAULT_STATE_BYTES, Runtime.getRuntime().maxMemory() / 4);
    private boolean grouped;

    private Query(Source source) {
        this.source = source;
    }

    public static Query from(Source source) {
        return new Query(source);
    }

    @Override
    Query self() {
        return this;
    }

    @Override
    void add(Supplier<Transform> step, boolean newColumns) {
        stages.add(new Stage.Plain(step));
        reshapes |= newColumns;
    }

    /** A step that remembers earlier rows. */
    Query remember(Supplier<StatefulStep> step) {
        if (grouped) {
            throw new IllegalArgumentException(
                    "No step that remembers can be behind groups; write them to a table, and let another query read it");
        }
        stages.add(new Stage.Remembering(step));
        reshapes = true;
        return this;
    }

    /**
     * Says how late rows may come, for steps behind this that remember: they drop rows that are later, and forget what only such rows could change.
     *
     * @param column the time of a row
     * @param delay how far behind the newest time of all epochs before
     */
    public Query withWatermark(String column, Duration delay) {
        watermark = new Watermark(column, delay);
        return this;
    }

    /**
     * Hands on the first row of every key, for as long as keys are remembered: with a watermark as long as its delay, else for ever.
     *
     * @see DropDuplicates
     */
    public Query dropDuplicates(String... columns) {
        DropDuplicates definition = new DropDuplicates(List.of(columns), watermark, maxStateBytes);
        return remember(definition::start);
    }

    /** Puts rows of a window and with equal keys together; {@link Grouping#aggregate} says what becomes of them. */
    public Grouping groupBy(Window window, String... keys) {
        return new Grouping(this, window, List.of(keys));
    }

    /** Puts rows with equal keys together; without any, all rows. */
    public Grouping groupBy(String... keys) {
        return new Grouping(this, null, List.of(keys));
    }

    /** What each step behind this may remember, in bytes of memory. Default: a quarter of the heap, at most 1 GiB. */
    public Query maxStateBytes(long bytes) {
        maxStateBytes = bytes;
        return this;
    }

    Query group(Supplier<StatefulStep> step) {
        remember(step);
        grouped = true;
        return this;
    }

    /** Writes the rows to a further table as well. */
    public Query also(Branch branch) {
        branches.add(branch);
        return this;
    }

    /** Puts the rows somewhere else than into a table. */
    public Query to(Sink place) {
        sink = place;
        return this;
    }

    /** Clock, ids and threads of the tables, where they are given by their addresses. */
    public Query environment(TableEnvironment newEnvironment) {
        environment = newEnvironment;
        return this;
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

    /**
     * Puts small files of earlier epochs together, behind the query and in versions of their own, so that many short epochs do not leave a table of
     * many short files; see {@link io.weir.compaction.fold.FoldPolicy}. No row changes, no other writer that appends is in the way, and streams that read the
     * table see nothing of it. Default: what {@link Trigger#continuous} makes is folded, else nothing is.
     */
    public Query foldSmallFiles(boolean fold) {
        foldSmallFiles = fold;
        return this;
    }

    /**
     * Deletes files that folds and others have replaced when the table's {@code delta.deletedFileRetentionDuration} is over, as {@link
     * io.weir.compaction.Vacuum} does. Default: no.
     */
    public Query vacuum(boolean delete) {
        vacuum = delete;
        return this;
    }

    /** What is done for the query's tables beside it. */
    Set<Upkeep.Chore> chores() {
        Set<Upkeep.Chore> chores = EnumSet.noneOf(Upkeep.Chore.class);
        if (foldSmallFiles == null ? trigger instanceof Trigger.Continuous : foldSmallFiles) {
            chores.add(Upkeep.Chore.FOLD);
        }
        if (!trigger.bounded()) {
            chores.add(Upkeep.Chore.CLEAN_LOG);
        }
        if (vacuum) {
            chores.add(Upkeep.Chore.VACUUM);
        }
        return chores;
    }

    public Query listener(QueryListener listener) {
        listeners.add(listener);
        return this;
    }

    Query lagInterval(Duration interval) {
        lagInterval = interval;
        return this;
    }

    Query hook(Step.Hook newHook) {
        hook = newHook;
        return this;
    }

    /** Has a step that remembers earlier rows? */
    boolean remembers() {
        return stages.stream().anyMatch(Stage.Remembering.class::isInstance);
    }

    /** The id given, or one that is the same for every run from this source into the same place. */
    String appIdFor(String place) {
        if (appId != null) {
            return appId;
        }
        try {
            String names = place + "\n" + source.identity();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(names.getBytes(StandardCharsets.UTF_8));
            return "ingest-" + HexFormat.of().formatHex(hash, 0, DERIVED_ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
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
