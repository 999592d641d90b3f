package io.weir.sink;

import java.util.List;

/** What the rows of an epoch do to those that the table has. Immutable. */
public sealed interface OutputMode {
    /** Rows are added. */
    record Append() implements OutputMode {
        @Override
        public String deltaName() {
            return "Append";
        }
    }

    /** Rows take the place of all that the table has; an epoch without rows leaves the table empty. */
    record Complete() implements OutputMode {
        @Override
        public String deltaName() {
            return "Complete";
        }
    }

    /**
     * Rows take the place of those with the same keys; rows whose keys are new are added.
     *
     * <p>Keys are compared null-safely: a null is a key like any other. Of rows of an epoch with the same keys the last one counts: within a part the
     * one that was written last, and else that of the part which is later in the epoch's list. If the table has several rows with the same keys,
     * each of them takes the new values.
     *
     * @param keys columns of the table, of types with an order
     */
    record Update(List<String> keys) implements OutputMode {
        public Update {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("An update goes by at least one key");
            }
        }

        @Override
        public String deltaName() {
            return "Update";
        }
    }

    static OutputMode append() {
        return new Append();
    }

    static OutputMode complete() {
        return new Complete();
    }

    static OutputMode update(String... keys) {
        return new Update(List.of(keys));
    }

    /** The name in the table's history. */
    String deltaName();
}
