package io.weir.pipeline;

import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The table that a query writes to, which may not be there yet. */
final class Target {
    private final String address;
    private final Supplier<Boolean> exists;
    private final Supplier<Table> open;
    private final Supplier<TableBuilder> builder;
    private final boolean owned;

    private Target(
            String address,
            Supplier<Boolean> exists,
            Supplier<Table> open,
            Supplier<TableBuilder> builder,
            boolean owned) {
        this.address = address;
        this.exists = exists;
        this.open = open;
        this.builder = builder;
        this.owned = owned;
    }

    static Target at(String address, TableEnvironment environment) {
        Function<String, ObjectStore> store = ObjectStores::open;
        return new Target(
                address,
                () -> Table.exists(address),
                () -> Table.open(store.apply(address), environment),
                () -> Table.create(store.apply(address), environment),
                true);
    }

    static Target of(Table table) {
        return new Target(
                table.location().toString(), () -> true, () -> table, () -> Table.create(table.location()), false);
    }

    /** The table, or null if there is none. */
    @Nullable
    Table openIfThere() {
        return exists.get() ? open.get() : null;
    }

    /** Makes the table; if another process was quicker, opens the one it made. */
    Table create(StructType schema, UnaryOperator<TableBuilder> description) {
        return description.apply(builder.get().schema(schema)).createIfNotExists();
    }

    String address() {
        return address;
    }

    /** Is the table ours to close? */
    boolean owned() {
        return owned;
    }
}
