package io.weir.suite.crashloop;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.CheckReport;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Producer → Kafka (or a directory) → query → table, and some rows into a further table → query as a registered consumer → second table: each a process
 * of its own, killed and started again until there were so many kills. Meanwhile and at the end every record is in the first table once and in order per
 * key, and the second has the rows of the first in their order.
 */
final class CrashLoop implements AutoCloseable {
    private static final Duration BROKER_START = Duration.ofSeconds(120);
    private static final Duration CATCH_UP = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration BETWEEN_BROKER_RESTARTS = Duration.ofSeconds(20);
    private static final int FIRST_CHECK = 25;
    private static final int ENOUGH_FOR_ALL_POINTS = 200;
    private static final IntPredicate ALL = key -> true;
    private static final IntPredicate FURTHER = key -> key % 2 == 0;

    /** How rows come, and how the queries run. */
    enum Mode {
        CONTINUOUS,
        MICRO_BATCH,
        /** Files in a directory instead of Kafka, read continuously. */
        FILES
    }

    /**
     * @param maintenance do a process that puts files together and one that cleans up run beside, and die too?
     * @param brokerRestarts is the broker restarted now and then?
     */
    record Settings(int kills, long seed, Mode mode, boolean maintenance, boolean brokerRestarts) {}

    private final Settings settings;
    private final Places places;
    private final Path said;
    private final Kills kills;
    private final List<Role> roles;
    private final @Nullable Child broker;
    private final String servers;

    private CrashLoop(Settings settings, Path directory) throws IOException, InterruptedException {
        this.settings = settings;
        this.places = new Places(directory);
        this.said = Files.createDirectories(directory).resolve("said");
        this.kills = new Kills(settings.kills());
        this.roles = settings.maintenance() ? List.of(Role.values()) : List.of(Role.PRODUCER, Role.FIRST, Role.SECOND);
        if (settings.mode() == Mode.FILES) {
            Files.createDirectories(places.inbox());
            this.broker = null;
            this.servers = "";
        } else {
            this.broker = Child.start(said("broker"), BrokerProcess.class, brokerOptions(directory), List.of());
            this.servers = broker.await(Child.READY, BROKER_START).replaceFirst(Child.READY, "");
            if (servers.isEmpty()) {
                throw new AssertionError("The broker did not start {said=" + said("broker") + "}");
            }
        }
    }

    private static List<String> brokerOptions(Path directory) throws IOException {
        return List.of("-Xmx512m", "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
    }

    /** Runs a loop in an empty directory. */
    static void run(Settings settings, Path directory) throws Exception {
        try (CrashLoop loop = new CrashLoop(settings, directory)) {
            try {
                loop.work();
            } catch (Throwable e) {
                throw new AssertionError(
                        "A crash loop failed {directory=" + directory + ", kills=" + loop.kills.count() + ", lastKills="
                                + loop.kills.recent() + ", settings=" + settings + "}",
                        e);
            }
        }
    }

    private void work() throws Exception {
        List<Thread> threads = new ArrayList<>();
        Random random = new Random(settings.seed());
        for (Role role : roles) {
            Keeper keeper = new Keeper(
                    role,
                    List.copyOf(role.points(settings.mode())),
                    options -> start(role, options, -1),
                    kills,
                    new Random(random.nextLong()));
            threads.add(new Thread(keeper, "keeper of " + role));
        }
        if (settings.brokerRestarts() && broker != null) {
            threads.add(new Thread(this::restartBroker, "keeper of broker"));
        }
        threads.forEach(Thread::start);
        for (int check = FIRST_CHECK; !kills.isEnough(); check *= 2) {
            kills.await(check);
            if (!kills.isEnough()) {
                checkOnTheWay();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable failure = kills.failure();
        if (failure != null) {
            throw new AssertionError("The loop was cut short", failure);
        }
        finish();
        report();
    }

    private Child start(Role role, List<String> options, int turns) throws IOException {
        boolean files = settings.mode() == Mode.FILES;
        String directory = places.directory().toString();
        return switch (role) {
            case PRODUCER ->
                Child.start(
                        said("producer"),
                        files ? DropProcess.class : ProducerProcess.class,
                        options,
                        List.of(files ? directory : servers, Integer.toString(turns)));
            case FIRST, SECOND ->
                Child.start(
                        said(role.toString()),
                        QueryProcess.class,
                        options,
                        List.of(role.name(), directory, settings.mode().name(), servers));
            case OPTIMIZER, CLEANER ->
                Child.start(said(role.toString()), UpkeepProcess.class, options, List.of(role.name(), directory));
        };
    }

    private Path said(String who) {
        return said.resolveSibling(who + ".err");
    }

    private void restartBroker() {
        try {
            while (!kills.isEnough()) {
                if (broker != null && broker.endsWithin(BETWEEN_BROKER_RESTARTS.toMillis())) {
                    throw new IOException("The broker ended by itself {exitCode=" + broker.exitCode() + ", said="
                            + said("broker") + "}");
                }
                if (broker != null && !kills.isEnough()) {
                    broker.say(BrokerProcess.RESTART);
                }
            }
        } catch (IOException | InterruptedException e) {
            kills.fail(e);
        }
    }

    /** The queries catch up undisturbed; then all is held against what was put in. */
    private void finish() throws Exception {
        try (Child producer = start(Role.PRODUCER, List.of(), 3)) {
            requireCode(producer.exitCode(), 0, Role.PRODUCER);
        }
        Expected expected = settings.mode() == Mode.FILES ? Expected.ofInbox(places) : Expected.ofTopic(servers);
        try (Child first = start(Role.FIRST, List.of(), -1);
                Child second = start(Role.SECOND, List.of(), -1)) {
            awaitRows(places.first(), expected.total(), first);
            awaitRows(places.second(), expected.total(), second);
            stop(first);
            stop(second);
        }
        check(expected);
        for (Path table : List.of(places.first(), places.further(), places.second())) {
            requireSound(table);
        }
        System.out.printf("%d records, each once in both tables%n", expected.total());
    }

    private static void stop(Child query) throws Exception {
        query.signal("TERM");
        if (query.await(QueryProcess.STOPPED, STOP).isEmpty()) {
            throw new AssertionError("A query did not finish its epoch when it was told to stop");
        }
        query.exitCode();
    }

    private static void requireCode(int found, int expected, Role role) {
        if (found != expected) {
            throw new AssertionError("A process ended otherwise than it should {exitCode=" + found + ", expected="
                    + expected + ", role=" + role + "}");
        }
    }

    private static void awaitRows(Path path, long rows, Child query) throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        long found = 0;
        while (System.nanoTime() < deadline) {
            if (Table.exists(path)) {
                try (Table table = Table.open(path)) {
                    found = table.count();
                }
            }
            if (found >= rows) {
                return;
            }
            if (query.endsWithin(200)) {
                throw new AssertionError("A query ended that nobody killed {exitCode=" + query.exitCode() + "}");
            }
        }
        throw new AssertionError(
                "A table does not get all rows {expected=" + rows + ", found=" + found + ", table=" + path + "}");
    }

    private void checkOnTheWay() throws IOException {
        if (Stream.of(places.first(), places.further(), places.second()).allMatch(Table::exists)) {
            check(null);
            System.out.printf("%.0f s: %d kills, all is well%n", kills.seconds(), kills.count());
        }
    }

    /** @param expected null while the queries run: then a table may lag behind the others */
    private void check(@Nullable Expected expected) throws IOException {
        TableRows first = check(places.first(), expected, ALL);
        TableRows second = check(places.second(), expected, ALL);
        check(places.further(), expected, FURTHER);
        if (expected != null) {
            second.requireSameAs(first);
        }
    }

    private static TableRows check(Path table, @Nullable Expected expected, IntPredicate keys) throws IOException {
        TableRows kernel = TableRows.ofKernel(table);
        TableRows ours = TableRows.ofWeir(table);
        kernel.requireOnceAndInOrder(expected, keys);
        ours.requireOnceAndInOrder(expected, keys);
        if (expected != null) {
            kernel.requireSameAs(ours);
        }
        return ours;
    }

    private static void requireSound(Path table) {
        try (ObjectStore store = ObjectStores.open(table.toString())) {
            CheckReport report =
                    Fsck.of(store, TableEnvironment.standard()).deep().check();
            if (report.hasErrors()) {
                throw new AssertionError("fsck finds something {findings=" + report.findings() + "}");
            }
        }
    }

    /** Prints who died where; in a long run somebody has died at every point. */
    private void report() {
        System.out.printf("%d kills in %.0f s, seed %d%n", kills.count(), kills.seconds(), settings.seed());
        Map<Point, Integer> all = new EnumMap<>(Point.class);
        for (Role role : roles) {
            Map<Point, Integer> counts = new EnumMap<>(Point.class);
            role.points(settings.mode()).forEach(point -> counts.put(point, kills.at(role, point)));
            counts.forEach((point, count) -> all.merge(point, count, Integer::sum));
            System.out.printf("  %s: at random %d, at points %s%n", role, kills.atRandom(role), counts);
        }
        all.values().removeIf(count -> count > 0);
        if (settings.kills() >= ENOUGH_FOR_ALL_POINTS && !all.isEmpty()) {
            throw new AssertionError("Nobody was killed at some points {points=" + all.keySet() + "}");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (broker != null) {
            broker.kill();
        }
    }
}
