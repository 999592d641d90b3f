package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the reading side of a query is told. Immutable.
 *
 * @param schema what rows should become, or null if the source may say
 * @param known columns of the schema that rows may leave out altogether, because the table knows their value then
 * @param addColumns may columns come up that the schema does not have?
 * @param intoTable do the columns become the table's as they are? Then names that no table can have are refused at once.
 * @param bounded is what is there now all that is wanted? Otherwise the source is watched for more.
 */
public record ReadSettings(
        @Nullable StructType schema, Set<String> known, boolean addColumns, boolean intoTable, boolean bounded) {
    public ReadSettings {
        known = Set.copyOf(known);
    }

    /** The same for a source whose rows have each of the columns. */
    public ReadSettings withoutKnown() {
        return new ReadSettings(schema, Set.of(), addColumns, intoTable, bounded);
    }
}
