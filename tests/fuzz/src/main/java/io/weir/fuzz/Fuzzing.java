package io.weir.fuzz;

import java.util.List;

/** What the fuzzer calls, for the target that {@code -Dweir.fuzz.target} names. */
public final class Fuzzing {
    private static final Target TARGET = Target.named(System.getProperty("weir.fuzz.target", "commit"));

    private Fuzzing() {}

    /** Loads and instruments what the target needs: that takes longer than an input may. */
    public static void fuzzerInitialize() {
        Seeds.ours().getOrDefault(TARGET, List.of()).forEach(TARGET::run);
    }

    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.run(input);
    }
}
