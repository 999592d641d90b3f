package io.weir.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, step by step. In the hands of whoever has the turn. */
public final class Trace {
    private final List<String> lines = new ArrayList<>();
    private int step;

    /** A new step begins. */
    int next() {
        return ++step;
    }

    /** How many steps there were. */
    public int steps() {
        return step;
    }

    /** Says something about the step that goes on. */
    public void say(String actor, String what) {
        lines.add(step + " " + actor + ": " + what);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The last lines, one a line. */
    public String tail(int count) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
