package io.weir.suite.crashloop;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts a process of one role, kills it, and starts the next, until there were enough kills. Half of the processes are told to kill themselves at a point;
 * the others are killed at some moment, some of them while they start.
 */
final class Keeper implements Runnable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int MOST_OCCURRENCES = 3;

    /** A producer lives longer, or there would be nothing for the others to do. */
    private static final int MORE_FOR_THE_PRODUCER = 6;

    /** How long a process is given at most, in times of what the start of one took: so the loop does as much on a busy machine, only slower. */
    private static final int LIFE_IN_STARTS = 2;

    private static final int WAY_TO_A_POINT_IN_STARTS = 4;

    /** How a process of a role is started. */
    @FunctionalInterface
    interface Starter {
        Child start(List<String> options) throws IOException;
    }

    private final Role role;
    private final List<Point> points;
    private final Starter starter;
    private final Kills kills;
    private final Random random;
    private final int more;
    private final Map<Point, Integer> asked = new EnumMap<>(Point.class);
    private int startMillis = 1_000;

    Keeper(Role role, List<Point> points, Starter starter, Kills kills, Random random) {
        this.role = role;
        this.points = points;
        this.starter = starter;
        this.kills = kills;
        this.random = random;
        this.more = role == Role.PRODUCER ? MORE_FOR_THE_PRODUCER : 1;
    }

    @Override
    public void run() {
        try {
            while (!kills.isEnough()) {
                if (random.nextBoolean()) {
                    oneThatDiesAt(nextPoint());
                } else {
                    oneThatIsKilled();
                }
            }
        } catch (Throwable e) { // whatever it is, the loop must hear of it
            kills.fail(e);
        }
    }

    /** One that was asked for least, where nobody has died yet three times as often. */
    private Point nextPoint() {
        int least = points.stream().mapToInt(this::had).min().orElseThrow();
        List<Point> candidates = new ArrayList<>(points);
        candidates.removeIf(point -> had(point) > least);
        return candidates.get(random.nextInt(candidates.size()));
    }

    private int had(Point point) {
        return asked.getOrDefault(point, 0) + (kills.at(role, point) > 0 ? 2 : 0);
    }

    private void oneThatDiesAt(Point point) throws IOException, InterruptedException {
        int before = asked.merge(point, 1, Integer::sum) - 1;
        int occurrence = before == 0 ? more : 1 + random.nextInt(MOST_OCCURRENCES * more);
        try (Child child = starter.start(List.of("-D" + Death.PROPERTY + "=" + point + ":" + occurrence))) {
            awaitReady(child);
            child.endsWithin((long) startMillis * WAY_TO_A_POINT_IN_STARTS);
            end(child);
        }
    }

    private void oneThatIsKilled() throws IOException, InterruptedException {
        try (Child child = starter.start(List.of())) {
            if (random.nextInt(3) > 0) {
                awaitReady(child);
                child.endsWithin(random.nextInt(startMillis * LIFE_IN_STARTS * more));
            } else {
                child.endsWithin(random.nextInt(startMillis));
            }
            end(child);
        }
    }

    private void awaitReady(Child child) throws InterruptedException {
        long began = System.nanoTime();
        if (!child.await(Child.READY, START).isEmpty()) {
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            startMillis = (int) Math.max(1, (startMillis + took) / 2);
        }
    }

    /** Kills the process if it lives; nothing but that may have ended it. */
    private void end(Child child) throws InterruptedException {
        int code = child.kill();
        String last = child.await(Death.LAST_WORDS, Duration.ZERO);
        @Nullable Point point = last.isEmpty() ? null : Point.valueOf(last.substring(Death.LAST_WORDS.length()));
        if (code != Child.KILLED) {
            throw new AssertionError(
                    "A process ended that nobody killed; what it said is in the directory of the loop {exitCode=" + code
                            + ", file=" + role + ".err}");
        }
        kills.add(role, point);
    }
}
