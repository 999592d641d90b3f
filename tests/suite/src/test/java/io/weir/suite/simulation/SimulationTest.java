package io.weir.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs seeds; {@code tests/simulate} runs others, or more. */
class SimulationTest {
    private static final long FIRST = Long.getLong("weir.simulation.first", 1);
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
    }

    @Test
    void theSameSeedIsTheSameRun() {
        assertThat(Simulation.run(FIRST)).isEqualTo(Simulation.run(FIRST));
    }
}
