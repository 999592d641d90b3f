package io.weir.log.commit;

import static io.weir.log.commit.Guard.Verdict.ALREADY;
import static io.weir.log.commit.Guard.Verdict.FENCED;
import static io.weir.log.commit.Guard.Verdict.OK;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.commit.Guard.Expect;
import io.weir.log.commit.Guard.Newer;
import io.weir.log.commit.Guard.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuardTest {
    private static Arguments row(String what, Verdict expected, Map<String, Long> table, Guard... guards) {
        return Arguments.of(what, expected, table, List.of(guards));
    }

    private static Stream<Arguments> cases() {
        Newer epoch5 = new Newer("app", 5);
        Expect from10to20 = new Expect("app/0", 20, 10L);
        Expect first = new Expect("app/0", 20, null);
        return Stream.of(
                row("a new application", OK, Map.of(), epoch5),
                row("the epoch before", OK, Map.of("app", 4L), epoch5),
                row("the same epoch", ALREADY, Map.of("app", 5L), epoch5),
                row("a later epoch", ALREADY, Map.of("app", 6L), epoch5),
                row("another application", OK, Map.of("other", 9L), epoch5),
                row("where it was expected", OK, Map.of("app/0", 10L), from10to20),
                row("not begun as expected", OK, Map.of(), first),
                row("begun unexpectedly", FENCED, Map.of("app/0", 5L), first),
                row("vanished", FENCED, Map.of(), from10to20),
                row("moved by another", FENCED, Map.of("app/0", 15L), from10to20),
                row("moved to where we want it", ALREADY, Map.of("app/0", 20L), from10to20),
                row("moved to where we want it, from nothing", ALREADY, Map.of("app/0", 20L), first),
                row("both as expected", OK, Map.of("app", 4L, "app/0", 10L), epoch5, from10to20),
                row(
                        "the epoch is in and the stream went on",
                        ALREADY,
                        Map.of("app", 7L, "app/0", 90L),
                        epoch5,
                        from10to20),
                row(
                        "the epoch is new but somebody moved a part",
                        FENCED,
                        Map.of("app", 4L, "app/0", 15L),
                        epoch5,
                        from10to20),
                row(
                        "the epoch is new but somebody was quicker with a part",
                        FENCED,
                        Map.of("app", 4L, "app/0", 20L),
                        epoch5,
                        from10to20),
                row(
                        "one part in, one not",
                        FENCED,
                        Map.of("app/0", 20L, "app/1", 1L),
                        from10to20,
                        new Expect("app/1", 2, 1L)),
                row(
                        "both parts in",
                        ALREADY,
                        Map.of("app/0", 20L, "app/1", 2L),
                        from10to20,
                        new Expect("app/1", 2, 1L)),
                row("no guards", OK, Map.of("app", 4L)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void everyCell(String what, Verdict expected, Map<String, Long> table, List<Guard> guards) {
        assertThat(Guard.check(guards, table::get)).isEqualTo(expected);
    }
}
