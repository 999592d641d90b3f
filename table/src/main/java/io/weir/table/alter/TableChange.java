package io.weir.table.alter;

import java.util.Map;

/** One change of what a table is. Immutable; applied to a draft, again and again if others were faster. */
public interface TableChange {
    /**
     * Makes the change, or refuses it and leaves no trace outside the draft.
     *
     * @throws io.weir.log.error.TableException if the table does not allow it
     */
    void applyTo(TableDraft draft);

    /** How Delta's histories name it. */
    String operation();

    /** What the history says of it, name to plain text or JSON, once it is applied to this draft. */
    Map<String, String> parameters(TableDraft draft);
}
