package io.weir.suite.simulation;

import io.weir.testkit.simulation.Hostility;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a seed makes of a run: the table, who works on it, and how bad the store is. Immutable.
 *
 * @param patience chance that an actor goes on at a step
 * @param properties of the table
 * @param operations of each writer
 * @param clerks who append little, all in one process
 * @param together chance that another actor lives in that process, too
 */
record Scenario(
        long seed,
        double patience,
        Hostility hostility,
        boolean partitioned,
        TreeMap<String, String> properties,
        int writers,
        int changers,
        boolean maintained,
        int streams,
        boolean twins,
        int readers,
        boolean keeper,
        int operations,
        int clerks,
        double together) {

    static Scenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<String, String> properties = new TreeMap<>();
        properties.put("delta.checkpointInterval", Integer.toString(2 + random.nextInt(8)));
        if (random.nextInt(3) == 0) {
            properties.put("delta.isolationLevel", "Serializable");
        }
        if (random.nextInt(3) == 0) {
            properties.put("delta.enableInCommitTimestamps", "true");
        }
        if (random.nextInt(3) == 0) {
            properties.put("delta.checkpointPolicy", "v2");
        }
        for (String feature :
                List.of("delta.enableDeletionVectors", "delta.enableRowTracking", "delta.enableChangeDataFeed")) {
            if (random.nextInt(3) == 0) {
                properties.put(feature, "true");
            }
        }
        boolean maintained = random.nextInt(3) > 0;
        if (maintained) {
            properties.put("delta.deletedFileRetentionDuration", "interval 1 hours");
            properties.put("delta.logRetentionDuration", "interval 2 hours");
        }
        if (random.nextInt(3) == 0) {
            properties.put("delta.columnMapping.mode", random.nextBoolean() ? "name" : "id");
        }
        int clerks = random.nextBoolean() ? 0 : 1 + random.nextInt(4);
        return new Scenario(
                seed,
                new double[] {0.2, 0.6, 0.9}[random.nextInt(3)],
                random.nextInt(4) == 0 ? Hostility.NONE : Hostility.draw(random),
                random.nextBoolean(),
                properties,
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                maintained,
                random.nextInt(3),
                random.nextBoolean(),
                1 + random.nextInt(2),
                random.nextInt(3) > 0,
                4 + random.nextInt(6),
                clerks,
                clerks == 0 ? 0 : new double[] {0, 0.5, 1}[random.nextInt(3)]);
    }

    boolean has(String feature) {
        return properties.containsKey(feature);
    }

    boolean isSerializable() {
        return properties.containsKey("delta.isolationLevel");
    }
}
