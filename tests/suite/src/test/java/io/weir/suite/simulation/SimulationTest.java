package io.weir.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs seeds; {@code tests/simulate} runs others, or more. */
class SimulationTest {
    private static final long FIRST = Long.getLong("weir.simulation.first", 1);
    private static final int SAME = 12;
    private static final int COUNT = Integer.getInteger("weir.simulation.count", 200);

    @Test
    void whateverHappensNoRowIsLostOrDoubledAndEveryVersionStaysWhatItWas() {
        Simulate.Outcome outcome = Simulate.run(FIRST, COUNT);
        System.out.println(outcome);
        if (!outcome.failures().isEmpty()) {
            throw outcome.failures().values().iterator().next();
        }
        assertThat(outcome.sum(Simulation.Report::acknowledged))
                .as("operations that were acknowledged: a store on which nothing works tells nothing")
                .isGreaterThan(5L * COUNT);
        if (COUNT >= 100) {
            assertThat(outcome.sum(Simulation.Report::shared))
                    .as("versions that several operations share")
                    .isGreaterThan(COUNT / 2);
        }
    }

    @Test
    void theSameSeedIsTheSameRunStepByStep() {
        long shared = 0;
        for (long seed = FIRST; seed < FIRST + SAME; seed++) {
            Simulation.Report report = Simulation.run(seed);
            assertThat(Simulation.run(seed)).isEqualTo(report);
            shared += report.shared();
        }
        assertThat(shared).as("versions of several threads among them").isPositive();
    }
}
