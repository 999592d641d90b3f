package io.weir.table.changes;

/** What is given out of a range of versions. */
public enum Feed {
    /** Every change, with its kind, version and time. */
    CHANGES,
    /** The rows that were appended, as they are; a version that did anything else to rows is an error. */
    APPENDS
}
