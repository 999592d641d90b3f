package io.weir.testkit.simulation;

/** Ends the actors of a run in which something was found. */
final class SimulationEnded extends Error {
    private static final long serialVersionUID = 1;

    SimulationEnded() {
        super("The simulation has ended", null, false, false);
    }
}
