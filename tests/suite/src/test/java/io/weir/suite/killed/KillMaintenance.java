package io.weir.suite.killed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kills pieces of maintenance where they write, and here and there where they read. One thread, which has others. */
final class KillMaintenance {
    /** At so many reads; what a death leaves there is what it leaves at the write before. */
    private static final int READS = 3;

    /** In so many runs several threads work, of which each is somewhere else when it ends. */
    private static final int WITH_THREADS = 4;

    private static final int THREADS = 2;

    private final Path place;
    private final long seed;
    private final int mostKills;
    private final Map<Fixture, Path> fixtures = new EnumMap<>(Fixture.class);

    /** @param mostKills of each; chosen by the seed if there are more moments */
    KillMaintenance(Path place, long seed, int mostKills) {
        this.place = place;
        this.seed = seed;
        this.mostKills = mostKills;
    }

    private record Kill(String ending, int threads) {}

    /** What was done to one. */
    record Report(MaintenanceCommand command, int moments, int kills, int missed, double seconds) {
        @Override
        public String toString() {
            return String.format(
                    "%-13s  %3d moments of writes  %3d kills  %d missed their moment  %5.1f s",
                    command, moments, kills, missed, seconds);
        }
    }

    /** @throws AssertionError if one of them loses something; the table is kept */
    Report run(MaintenanceCommand command) throws Exception {
        long start = System.nanoTime();
        KilledCommand killed = new KilledCommand(command, fixture(command.fixture()), place);
        List<Kill> kills = choose(command, killed);
        int missed = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> deaths = new ArrayList<>();
            for (Kill kill : kills) {
                Callable<Boolean> work = () -> killed.kill(kill.ending(), kill.threads(), seed);
                deaths.add(threads.submit(work));
            }
            for (Future<Boolean> death : deaths) {
                missed += death.get() ? 0 : 1;
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        } finally {
            threads.shutdownNow();
        }
        killed.requireUntouched();
        return new Report(command, killed.writes(), kills.size(), missed, (System.nanoTime() - start) / 1e9);
    }

    private List<Kill> choose(MaintenanceCommand command, KilledCommand killed) {
        Random random = new Random(seed + command.ordinal());
        List<Kill> kills = new ArrayList<>();
        if (killed.writes() <= mostKills) {
            for (int at = 1; at <= killed.writes(); at++) {
                kills.add(new Kill("write:" + at, 1));
            }
            for (int i = 0; i < READS; i++) {
                kills.add(new Kill("read:" + (1 + random.nextInt(killed.reads())), 1));
            }
            for (int i = 0; i < WITH_THREADS; i++) {
                kills.add(new Kill("write:" + (1 + random.nextInt(killed.writes())), THREADS));
            }
        } else {
            random.ints(1, killed.writes() + 1)
                    .distinct()
                    .limit(mostKills)
                    .forEach(at -> kills.add(new Kill("write:" + at, 1)));
        }
        return kills;
    }

    private Path fixture(Fixture fixture) throws IOException {
        Path made = fixtures.get(fixture);
        if (made == null) {
            made = Files.createDirectories(place.resolve("fixtures")).resolve(fixture.name());
            fixture.make(made);
            fixtures.put(fixture, made);
        }
        return made;
    }
}
