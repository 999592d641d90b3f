package io.weir.suite.crashloop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who was killed where, how often. Safe for many threads. */
final class Kills {
    private static final int RECENT = 12;

    private final long wanted;
    private final long startedNanos = System.nanoTime();
    private final Map<Role, Map<Point, Integer>> atPoints = new EnumMap<>(Role.class);
    private final Map<Role, Integer> atRandom = new EnumMap<>(Role.class);
    private final Deque<String> recent = new ArrayDeque<>();
    private int count;
    private @Nullable Throwable failure;

    Kills(long wanted) {
        this.wanted = wanted;
    }

    synchronized void add(Role role, @Nullable Point at) {
        if (at == null) {
            atRandom.merge(role, 1, Integer::sum);
        } else {
            atPoints.computeIfAbsent(role, r -> new EnumMap<>(Point.class)).merge(at, 1, Integer::sum);
        }
        if (recent.size() == RECENT) {
            recent.remove();
        }
        recent.add(String.format("%.3f %s %s", seconds(), role, at == null ? "at random" : at));
        count++;
        notifyAll();
    }

    /** Nothing is killed any more. */
    synchronized void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    synchronized int count() {
        return count;
    }

    synchronized boolean isEnough() {
        return count >= wanted || failure != null;
    }

    /** Waits until there were so many, or all. */
    synchronized void await(int kills) throws InterruptedException {
        while (!isEnough() && count < kills) {
            wait();
        }
    }

    synchronized @Nullable Throwable failure() {
        return failure;
    }

    synchronized int at(Role role, Point point) {
        return atPoints.getOrDefault(role, Map.of()).getOrDefault(point, 0);
    }

    synchronized int atRandom(Role role) {
        return atRandom.getOrDefault(role, 0);
    }

    /** The last of them, with the second since the beginning. */
    synchronized List<String> recent() {
        return new ArrayList<>(recent);
    }

    double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }
}
