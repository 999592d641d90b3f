package io.weir.suite.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Some rows of the table, in SQL and in the model. */
record Condition(String sql, Predicate<ModelRow> model) {
    static Condition draw(World world, SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> ofPart(World.anyPart(random));
            case 1 -> {
                List<Long> ids = List.copyOf(world.oracle().rows().keySet());
                long from = ids.isEmpty() ? 1 : ids.get(random.nextInt(ids.size()));
                long to = from + random.nextLong(4);
                yield new Condition("id >= " + from + " AND id <= " + to, row -> row.id() >= from && row.id() <= to);
            }
            default -> {
                long amount = random.nextLong(1000);
                yield new Condition("amount > " + amount, row -> row.amount() > amount);
            }
        };
    }

    static Condition ofPart(String part) {
        return new Condition("part = '" + part + "'", row -> row.part().equals(part));
    }
}
