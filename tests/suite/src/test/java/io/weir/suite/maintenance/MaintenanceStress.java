package io.weir.suite.maintenance;

import io.weir.compaction.Fsck;
import io.weir.compaction.LogCleanup;
import io.weir.compaction.Optimize;
import io.weir.compaction.Vacuum;
import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.Finding;
import io.weir.compaction.check.FindingKind;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.source.Registration;
import io.weir.source.Source;
import io.weir.source.SourceBatch;
import io.weir.source.SourceStart;
import io.weir.source.SourceStream;
import io.weir.suite.maintenance.Expected.Totals;
import io.weir.suite.opinion.KernelReader;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.dml.DmlResult;
import io.weir.table.scan.CloseableIterator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that reads, a writer that appends, one that appends and deletes, and one who travels in time, while files are put together, Z-ordered,
 * vacuumed, and checkpoints and old log entries come and go without pause. Each has the table open for itself.
 */
final class MaintenanceStress {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("writer", PrimitiveType.STRING, false)
            .add("id", PrimitiveType.LONG, false)
            .add("text", PrimitiveType.STRING);
    private static final Duration RETENTION = Duration.ofSeconds(20);
    private static final int ROWS_AN_APPEND = 200;
    private static final int APPENDS_A_DELETE = 4;
    private static final long TARGET_BYTES = 256 << 10;

    private final Path place;
    private final Random random;
    private final Expected appender = new Expected("appender");
    private final Expected deleter = new Expected("deleter");
    private final Map<String, BitSet> streamed = new HashMap<>(); // in the hands of the stream's thread
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean writing = true;
    private volatile boolean working = true;

    private MaintenanceStress(Path place, long seed) {
        this.place = place;
        this.random = new Random(seed);
    }

    /**
     * Returns what was done how often.
     *
     * @throws AssertionError if a row was lost or doubled, an append refused, or a stream stopped
     */
    static Map<String, Long> run(Path place, Duration time, long seed) throws Exception {
        return new MaintenanceStress(place, seed).run(time);
    }

    @FunctionalInterface
    private interface Work {
        void on(Table table) throws Exception;
    }

    private Map<String, Long> run(Duration time) throws Exception {
        Table.create(place)
                .schema(SCHEMA)
                .property("delta.enableDeletionVectors", "true")
                .property("delta.logRetentionDuration", "interval " + RETENTION.toSeconds() + " seconds")
                .property("delta.deletedFileRetentionDuration", "interval " + RETENTION.toSeconds() + " seconds")
                .property("delta.targetFileSize", Long.toString(TARGET_BYTES))
                .commit()
                .close();
        List<Thread> writers = List.of(
                start("append", table -> again(table, this::append)),
                start("delete", table -> again(table, this::appendAndDelete)));
        Thread stream = start("stream", this::stream);
        List<Thread> others = List.of(
                start("travel", table -> whileWorking(table, this::travel)),
                start("optimize", table -> whileWorking(table, this::optimize)),
                start("vacuum", table -> whileWorking(table, this::vacuum)),
                start("log clean-up", table -> whileWorking(table, this::cleanLog)));
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && failures.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        writing = false;
        for (Thread writer : writers) {
            writer.join();
        }
        working = false;
        for (Thread other : others) {
            other.join();
        }
        stream.join();
        checkEnd();
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((what, count) -> result.put(what, count.get()));
        return result;
    }

    private Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try (Table table = Table.open(place)) {
                        work.on(table);
                    } catch (Throwable e) {
                        failures.add(new AssertionError(name + " failed", e));
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private void again(Table table, Work work) throws Exception {
        while (writing && failures.isEmpty()) {
            work.on(table);
        }
    }

    private void whileWorking(Table table, Work work) throws Exception {
        while (working && failures.isEmpty()) {
            work.on(table);
        }
    }

    private void count(String what, long more) {
        counts.computeIfAbsent(what, name -> new AtomicLong()).addAndGet(more);
    }

    private void append(Table table) {
        append(table, appender);
    }

    private void append(Table table, Expected who) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int i = 0; i < ROWS_AN_APPEND; i++) {
            long id = who.given() + i;
            rows.add(who.writer, id, "row " + id * 31 % 1009);
        }
        long version = table.append(rows.build()).version();
        who.appended(version, ROWS_AN_APPEND);
        count("appended rows", ROWS_AN_APPEND);
    }

    private void appendAndDelete(Table table) {
        for (int i = 0; i < APPENDS_A_DELETE; i++) {
            append(table, deleter);
        }
        int to = 1 + random.nextInt(deleter.given());
        int from = Math.max(0, to - random.nextInt(5000));
        int digit = random.nextInt(10);
        DmlResult result =
                table.delete("writer = 'deleter' AND id >= " + from + " AND id < " + to + " AND id % 10 = " + digit);
        if (result.changed()) {
            int rows = deleter.deleted(result.version(), from, to, digit);
            require(rows == result.metric("numDeletedRows"), "deleted " + result + " instead of " + rows);
            count("deleted rows", rows);
            count("deletes", 1);
        }
    }

    /** Every row that was ever appended comes once, those of a writer in order, however often it was moved or deleted since. */
    private void stream(Table table) throws InterruptedException {
        Source source = Source.of(table).skipChangeCommits().startingAt(SourceStart.version(0));
        Map<String, Long> last = new HashMap<>();
        try (SourceStream stream = source.stream(source.initial())) {
            Registration registration = Registration.of(source, "stress", Duration.ofMinutes(10), stream.position());
            while (failures.isEmpty()) {
                boolean wasWorking = working;
                SourceBatch batch = stream.next(10_000);
                if (batch == null) {
                    if (!wasWorking) {
                        return;
                    }
                    stream.await(Duration.ofMillis(50));
                    continue;
                }
                for (int i = 0; i < batch.rows().rowCount(); i++) {
                    Row row = batch.rows().row(i);
                    take(Objects.requireNonNull(row.string("writer")), row.longValue("id"), last);
                }
                count("streamed rows", batch.rows().rowCount());
                registration.safe(batch.next(), false);
            }
        }
    }

    private void take(String writer, long id, Map<String, Long> last) {
        long before = last.getOrDefault(writer, -1L);
        require(id == before + 1, "the stream gave row " + id + " of " + writer + " behind " + before);
        last.put(writer, id);
        streamed.computeIfAbsent(writer, name -> new BitSet()).set((int) id);
    }

    /** A version of the time that is kept has the rows it had. */
    private void travel(Table table) {
        long newest = Math.min(appender.lastVersion(), deleter.lastVersion());
        long version = newest - new Random().nextInt(50);
        if (version < 1) {
            return;
        }
        Totals expected = appender.at(version).plus(deleter.at(version));
        TableVersion then;
        try {
            then = table.at(version);
        } catch (VersionNotFoundException e) {
            return; // so many versions are made that it has expired
        }
        long rows = 0;
        long sum = 0;
        try (CloseableIterator<ColumnBatch> batches = then.scan().select("id").batches()) {
            while (batches.hasNext()) {
                ColumnBatch batch = batches.next();
                LongVector ids = (LongVector) batch.column(0);
                for (int i = 0; i < batch.rowCount(); i++) {
                    sum += ids.value(i);
                }
                rows += batch.rowCount();
            }
        }
        require(
                new Totals(rows, sum).equals(expected),
                "version " + version + " has " + rows + " rows, sum " + sum + ", instead of " + expected);
        count("versions read again", 1);
    }

    private void optimize(Table table) {
        Optimize optimize = random.nextInt(4) == 0 ? Optimize.of(table).zOrderBy("id") : Optimize.of(table);
        try {
            var result = optimize.run();
            count("optimizes", 1);
            count("files put together", result.filesRemoved());
            count("files left alone", result.filesSkipped());
            count("files followed", result.filesFollowed());
            count("rows followed", result.rowsFollowed());
        } catch (CommitConflictException e) {
            count("optimizes given up", 1);
        }
    }

    private void vacuum(Table table) {
        var result = Vacuum.of(table).run();
        count("vacuums", 1);
        count("files vacuumed", result.files().size());
    }

    private void cleanLog(Table table) {
        table.checkpoint();
        count("checkpoints", 1);
        count("log files deleted", LogCleanup.of(table).run().files().size());
    }

    private void checkEnd() throws Exception {
        if (!failures.isEmpty()) {
            AssertionError all =
                    new AssertionError("Somebody was stopped, or saw what cannot be; the table is at " + place);
            failures.forEach(all::addSuppressed);
            throw all;
        }
        for (Expected who : List.of(appender, deleter)) {
            int streamedRows = streamed.getOrDefault(who.writer, new BitSet()).cardinality();
            require(
                    streamedRows == who.given(),
                    "the stream gave " + streamedRows + " rows of " + who.given() + " of " + who.writer);
        }
        List<String> rows = new ArrayList<>();
        try (Table table = Table.open(place)) {
            for (Row row : table.scan().rows()) {
                rows.add(row.string("writer") + " " + row.longValue("id"));
            }
            long expired = System.currentTimeMillis() - RETENTION.toMillis();
            CheckReport report = Fsck.of(table).deep().check();
            List<Finding> findings = report.findings().stream()
                    .filter(finding -> !isExpired(finding, expired))
                    .toList();
            require(findings.isEmpty(), "fsck finds " + findings);
        }
        List<String> expected = new ArrayList<>();
        for (Expected who : List.of(appender, deleter)) {
            who.live().stream().forEach(id -> expected.add(who.writer + " " + id));
        }
        rows.sort(null);
        expected.sort(null);
        require(rows.equals(expected), rows.size() + " rows in the end instead of " + expected.size() + ", or others");
        int byKernel = KernelReader.read(place, KernelReader.LATEST).rows().size();
        require(byKernel == expected.size(), "Delta Kernel reads " + byKernel + " rows instead of " + expected.size());
    }

    /** Is it about a file that was removed longer ago than is kept, so that vacuum may have deleted it before the log forgets its version? */
    private static boolean isExpired(Finding finding, long expiredMillis) {
        return finding.kind() == FindingKind.OLD_DATA_FILE_MISSING
                && Long.parseLong(finding.facts().asMap().getOrDefault("removedMillis", "")) < expiredMillis;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
