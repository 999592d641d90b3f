package io.weir.testkit.simulation;

import java.util.random.RandomGenerator;

/**
 * How likely each misfortune is, 0 to 1 a request. Immutable.
 *
 * @param refused nothing is done, and the caller is told so
 * @param answerLost a write is done, and nobody is told
 * @param requestLost a write is not done, and nobody is told
 * @param underWay nobody is told, and a write is done later, whoever sent it may be gone
 * @param repeated a put is done twice and the second answer is told
 * @param late others go on between a write and its answer
 * @param killed the process ends before or after a request, or with it under way
 * @param outage the store cannot be reached for a while after an answer that did not come
 * @param hidden a listing leaves out an object whose writer has no answer yet
 */
public record Hostility(
        double refused,
        double answerLost,
        double requestLost,
        double underWay,
        double repeated,
        double late,
        double killed,
        double outage,
        double hidden) {

    /** Nothing goes wrong; others come between all the same. */
    public static final Hostility NONE = new Hostility(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Some days are calm, and some have only one kind of trouble, which several kinds would hide. */
    public static Hostility draw(RandomGenerator random) {
        return new Hostility(
                chance(random, 0.02),
                chance(random, 0.06),
                chance(random, 0.04),
                chance(random, 0.04),
                chance(random, 0.05),
                chance(random, 0.4),
                chance(random, 0.008),
                chance(random, 0.4),
                chance(random, 0.5));
    }

    private static double chance(RandomGenerator random, double highest) {
        return random.nextInt(3) == 0 ? 0 : random.nextDouble() * highest;
    }
}
