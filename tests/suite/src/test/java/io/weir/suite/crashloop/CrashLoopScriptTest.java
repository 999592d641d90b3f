package io.weir.suite.crashloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.RepositoryRoot;
import io.weir.suite.crashloop.CrashLoop.Mode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrashLoopScriptTest {
    @Test
    void theScriptTellsOfEveryPoint() throws Exception {
        List<String> script = Files.readAllLines(RepositoryRoot.find().resolve("tests/crash-loop"));
        List<String> told = new ArrayList<>();
        List<String> points = new ArrayList<>();
        for (Point point : Point.values()) {
            String line = String.format("  %-18s %s", point, point.description());
            points.add(line);
            if (script.contains(line)) {
                told.add(line);
            }
        }
        assertThat(told).isEqualTo(points);
    }

    @Test
    void someProcessComesToEveryPoint() {
        Set<Point> reached = EnumSet.noneOf(Point.class);
        for (Role role : Role.values()) {
            for (Mode mode : Mode.values()) {
                reached.addAll(role.points(mode));
            }
        }
        assertThat(reached).isEqualTo(EnumSet.allOf(Point.class));
    }
}
