package io.weir.table.protocol;

import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.state.TableShape;
import io.weir.table.schema.SchemaRules;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What a table becomes when rows come that have more columns than it, or wider types. Pure but for the ids that are passed in. */
public final class GrownTable {
    private GrownTable() {}

    /**
     * The shape with room for the rows: metadata complete, with the protocol that it needs; {@code table} itself if it has the room.
     *
     * @throws io.weir.log.error.SchemaMismatchException if a new name breaks a rule
     */
    public static TableShape of(TableShape table, StructType rows, Supplier<UUID> ids) {
        StructType merged = SchemaRules.merge(table.metadata(), rows);
        if (merged.equals(table.schema())) {
            return table;
        }
        Metadata wanted = table.metadata().toBuilder().schema(merged).build();
        Metadata metadata = Enablement.of(table.metadata(), wanted, ids);
        return TableShape.of(ProtocolRules.upgraded(table.protocol(), metadata, Map.of()), metadata);
    }
}
