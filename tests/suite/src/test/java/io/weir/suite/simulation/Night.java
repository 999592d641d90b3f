package io.weir.suite.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/** Time passes, when nobody is in the middle of something: what takes longer than files are kept for loses them, as it is said to. */
final class Night {
    private final World world;
    private final SplittableRandom random;
    private final int nights;

    Night(World world, int nights) {
        this.world = world;
        this.random = world.newRandom();
        this.nights = nights;
    }

    void live() {
        for (int i = 0; i < nights; i++) {
            int day = random.nextInt(400);
            for (int step = 0; step < day && !world.isDeserted(); step++) {
                world.schedule().step();
            }
            Duration length = Duration.ofMinutes(10 + random.nextInt(110));
            world.passNight(length);
        }
    }
}
