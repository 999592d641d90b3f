package io.weir.suite.simulation;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What an operation does to the rows of a table, as a function of them. Pure. */
@FunctionalInterface
interface Effect {
    /** Rearranges, or changes something else than rows. */
    Effect NOTHING = before -> before;

    SortedMap<Long, ModelRow> apply(SortedMap<Long, ModelRow> before);

    static Effect insert(List<ModelRow> rows) {
        List<ModelRow> added = List.copyOf(rows);
        return before -> {
            SortedMap<Long, ModelRow> after = new TreeMap<>(before);
            added.forEach(row -> after.put(row.id(), row));
            return after;
        };
    }

    static Effect replaceBy(List<ModelRow> rows) {
        List<ModelRow> kept = List.copyOf(rows);
        return before -> ModelRow.byId(kept);
    }

    static Effect delete(Predicate<ModelRow> condition) {
        return before -> {
            SortedMap<Long, ModelRow> after = new TreeMap<>(before);
            after.values().removeIf(condition);
            return after;
        };
    }

    static Effect update(Predicate<ModelRow> condition, UnaryOperator<ModelRow> change) {
        return before -> {
            SortedMap<Long, ModelRow> after = new TreeMap<>(before);
            after.replaceAll((id, row) -> condition.test(row) ? change.apply(row) : row);
            return after;
        };
    }

    /** One after the other. */
    default Effect then(Effect next) {
        return before -> next.apply(apply(before));
    }
}
