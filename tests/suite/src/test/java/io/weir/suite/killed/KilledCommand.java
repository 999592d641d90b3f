package io.weir.suite.killed;

import io.weir.compaction.Fsck;
import io.weir.compaction.LogCleanup;
import io.weir.compaction.Vacuum;
import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.Severity;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectStore;
import io.weir.suite.crashloop.Child;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.environment.TableEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * One piece of maintenance, done to copies of one table by processes of which each dies somewhere else. Safe for many threads once it is made.
 *
 * <p>What may be gone is what a dry run said beforehand. All else has to be as it was, at once after the death, after the next run, which does the rest, and
 * when all that has been left behind has expired.
 */
final class KilledCommand {
    /** It is at an end then; the first run can leave to the second what only it can know not to be needed. */
    private static final int MOST_RUNS = 3;

    /** Who is not found at the first of these times is believed to be gone at the second. */
    private static final List<Duration> LONG_AFTER = List.of(Duration.ofDays(60), Duration.ofDays(120));

    private static final long PATIENCE_MILLIS = 600_000;

    private final MaintenanceCommand command;
    private final Path fixture;
    private final Path place;
    private final TableImage before;
    private final Set<String> filesBefore;
    private final Set<String> findingsBefore;
    private final Map<Long, String> kept = new TreeMap<>();
    private final Outcome reference;
    private final String latestAfter;
    private final List<String> writes;
    private final int reads;
    private final AtomicInteger copies = new AtomicInteger();

    /**
     * Does it once without a death.
     *
     * @param fixture a table that stays as it is
     * @param place a directory for copies
     */
    KilledCommand(MaintenanceCommand command, Path fixture, Path place) throws Exception {
        this.command = command;
        this.fixture = fixture;
        this.place = place;
        this.before = TableImage.of(fixture, Long.MAX_VALUE);
        this.filesBefore = new HashSet<>(Fixture.list(fixture));
        this.findingsBefore = findings(fixture, false);
        require(
                command.fixture() == Fixture.DAMAGED || findingsBefore.isEmpty(),
                "something is wrong with the table: " + findingsBefore);
        keep();
        Path copy = copy("reference");
        Path report = place.resolve(command + "-report");
        require(run(copy, "never", 1, report) == 0, "the run without a death fails");
        List<String> lines = Files.readAllLines(report);
        this.writes = lines.subList(0, lines.size() - 1);
        this.reads = Integer.parseInt(lines.get(lines.size() - 1));
        this.latestAfter = TableImage.latestRows(copy);
        require(
                command.changesRows() != latestAfter.equals(before.latestRows()),
                "the newest rows were " + before.latestRows() + " and are " + latestAfter);
        require(!writes.isEmpty(), "there is nothing to do");
        requireKept(copy, Set.of());
        this.reference = finish(copy);
        requireCleanable(copy);
        Copies.delete(copy);
    }

    /** What has to be there afterwards: all but what a dry run says, and that is nothing that is younger than what is kept. */
    private void keep() {
        try (Table table = Table.open(LocalStore.at(fixture), MaintenanceCommand.ENVIRONMENT)) {
            Deletions deletions = command.deletions(table);
            before.rows().forEach((version, rows) -> {
                boolean goes = deletions.concern(table.at(version).snapshot());
                if (!goes) {
                    kept.put(version, rows);
                }
                long since = version == before.latest() ? Long.MAX_VALUE : table.committedMillis(version + 1);
                boolean young = since >= Instant.now().minus(deletions.kept()).toEpochMilli();
                require(!goes || !young, "a dry run says that version " + version + " goes, which is to be kept");
            });
        }
    }

    /** How many moments there are of operations that change something. */
    int writes() {
        return writes.size();
    }

    int reads() {
        return reads;
    }

    /**
     * Lets a process die, and looks at what it leaves and what comes of it.
     *
     * @param ending as {@link Ending} has it
     * @return did it come to that place? With several threads it may not
     * @throws AssertionError with the directory that is kept
     */
    boolean kill(String ending, int threads, long seed) throws Exception {
        String where = command + " " + ending + (threads > 1 ? " with threads" : "");
        Path copy = copy(ending.replace(':', '-') + "-" + copies.incrementAndGet());
        Path words = copy.resolveSibling(copy.getFileName() + "-words");
        try {
            int code = run(copy, ending, threads, words);
            require(code == Child.KILLED || code == 0 && threads > 1, "the process ended with " + code);
            requireKept(copy, reference.left());
            Outcome outcome = finish(copy);
            require(outcome.equals(reference), "in the end it is\n  " + differing(outcome.lines(), reference.lines()));
            requireCleanable(copy);
            Copies.delete(copy);
            return code == Child.KILLED;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "After a death at " + where + " of " + writes.size() + " (" + moment(ending) + "), seed " + seed
                            + ": "
                            + e.getMessage() + "\n  the table is kept: " + copy + "\n  it was made of: " + fixture
                            + "\n  what the process said: " + errors(copy),
                    e);
        }
    }

    /** Copies share data files with the table that they are made of. */
    void requireUntouched() throws IOException {
        require(filesBefore.equals(new HashSet<>(Fixture.list(fixture))), "files of the table were changed");
        require(before.equals(TableImage.of(fixture, Long.MAX_VALUE)), "the table was changed: " + fixture);
    }

    private String moment(String ending) {
        int at = Integer.parseInt(ending.substring(ending.indexOf(':') + 1));
        return ending.startsWith("write:") ? writes.get(at - 1) : "a read";
    }

    private int run(Path table, String ending, int threads, Path report) throws Exception {
        try (Child child = Child.start(
                errors(table),
                MaintenanceProcess.class,
                List.of(),
                List.of(command.name(), table.toString(), ending, Integer.toString(threads), report.toString()))) {
            if (!child.endsWithin(PATIENCE_MILLIS)) {
                child.kill();
                throw new AssertionError("the process did not end in " + PATIENCE_MILLIS + " ms");
            }
            return child.exitCode();
        }
    }

    private static Path errors(Path table) {
        return table.resolveSibling(table.getFileName() + ".errors");
    }

    private Path copy(String name) throws IOException {
        Path copy = place.resolve(command + "-" + name);
        Copies.copy(fixture, copy);
        return copy;
    }

    /**
     * Whether the process has died or not: nothing is lost that was to be kept, and nothing is wrong that was not.
     *
     * @param needed files that have to be there
     */
    private void requireKept(Path table, Set<String> needed) throws IOException {
        TableImage now = TableImage.of(table, before.latest());
        kept.forEach((version, rows) -> require(
                rows.equals(now.rows().get(version)),
                "version " + version + " had " + rows + " and now has "
                        + now.rows().get(version) + " " + now.unreadable().getOrDefault(version, "")));
        for (long version = before.latest() + 1; version <= now.latest(); version++) {
            String rows = now.rows()
                    .getOrDefault(version, "unreadable: " + now.unreadable().get(version));
            require(
                    rows.equals(before.latestRows()) || rows.equals(latestAfter),
                    "version " + version + " has " + rows + ", neither what was there before nor what comes of it");
        }
        require(now.changes().equals(before.changes()), "consumers had " + before.changes() + ", now " + now.changes());
        Set<String> found = findings(table, false);
        found.removeAll(findingsBefore);
        found.removeIf(kind -> !kind.startsWith("ERROR"));
        require(found.isEmpty(), "fsck finds " + found);
        Set<String> lost = new TreeSet<>(needed);
        lost.removeAll(Fixture.list(table));
        require(lost.isEmpty(), "files are gone that a run without a death leaves alone: " + lost);
    }

    /** Runs it again until there is nothing left to do. */
    private Outcome finish(Path table) throws IOException {
        List<String> files = List.of();
        for (int run = 1; !files.equals(Fixture.list(table)); run++) {
            require(
                    run <= MOST_RUNS,
                    "there is something to do again and again: " + differing(Fixture.list(table), files));
            files = Fixture.list(table);
            runHere(table, MaintenanceCommand.ENVIRONMENT);
        }
        TableImage image = TableImage.of(table, before.latest());
        image.rows().keySet().removeIf(version -> version > before.latest());
        Set<String> left = new TreeSet<>(files);
        left.retainAll(filesBefore);
        return new Outcome(
                image.latestRows(), image.files(), image.rows(), image.changes(), left, findings(table, true));
    }

    private void runHere(Path table, TableEnvironment environment) {
        Queue<TableEvents.AfterCommitFailed> failures = new ConcurrentLinkedQueue<>();
        try (ObjectStore store = LocalStore.at(table)) {
            command.run(store, environment.withEvents(event -> {
                if (event instanceof TableEvents.AfterCommitFailed failure) {
                    failures.add(failure);
                }
            }));
        }
        require(failures.isEmpty(), "the next run fails: " + failures);
    }

    /** When all has expired, vacuum leaves nothing but the newest version, which reads the same. */
    private void requireCleanable(Path table) throws IOException {
        String rows = TableImage.latestRows(table);
        for (Duration after : LONG_AFTER) {
            TableEnvironment later =
                    MaintenanceCommand.ENVIRONMENT.withClock(() -> Instant.now().plus(after));
            try (Table open = Table.open(LocalStore.at(table), later)) {
                Vacuum.of(open).run();
                LogCleanup.of(open).run();
            }
        }
        Set<String> live;
        try (Table open = Table.open(LocalStore.at(table), MaintenanceCommand.ENVIRONMENT)) {
            live = LiveNames.of(open.latest().snapshot());
        }
        Set<String> left = Fixture.list(table).stream()
                .map(line -> line.replaceFirst(" \\d+$", ""))
                .filter(name -> name.endsWith(".tmp") || !name.startsWith("_delta_log/") && !name.startsWith("_weir/"))
                .filter(name -> !live.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        require(left.isEmpty(), "vacuum leaves what nobody needs: " + left);
        require(TableImage.latestRows(table).equals(rows), "vacuum changes the newest rows");
    }

    private static Set<String> findings(Path table, boolean deep) {
        try (ObjectStore store = LocalStore.at(table)) {
            Fsck fsck = Fsck.of(store, MaintenanceCommand.ENVIRONMENT);
            CheckReport report = (deep ? fsck.deep() : fsck).check();
            return report.findings().stream()
                    .filter(finding -> finding.severity() != Severity.NOTE)
                    .map(finding -> finding.severity() + " " + finding.kind() + " "
                            + finding.place().file())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String differing(List<String> one, List<String> other) {
        Set<String> more = new TreeSet<>(one);
        more.removeAll(other);
        Set<String> less = new TreeSet<>(other);
        less.removeAll(one);
        return more + "\n  instead of " + less;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
