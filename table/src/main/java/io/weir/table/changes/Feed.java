package io.weir.table.changes;

/** What is given out of the versions of a table. */
public enum Feed {
    /** Every change, with its kind, version and time. */
    CHANGES,
    /** The rows that were appended, as they are; a version that did anything else to rows is an error. */
    APPENDS,
    /** The same, but versions that did nothing to rows but delete some are passed over. */
    APPENDS_IGNORING_DELETES,
    /** The same, but versions that did anything to rows beside appending are passed over, rows that they appended included. */
    APPENDS_SKIPPING_CHANGES;

    /** Do rows come with what happened to them? */
    public boolean tellsChanges() {
        return this == CHANGES;
    }
}
