package io.weir.pipeline.window;

/** Which groups the end of an epoch gives. */
public enum Emission {
    /** Those whose window has ended, once, when the watermark comes to its end: for tables that are appended to. */
    CLOSED,
    /** Those that changed in the epoch, as they are now: for tables whose rows are replaced by key. */
    CHANGED,
    /** All, whether they changed or not: for tables that are replaced at every epoch. Nothing is ever forgotten, or too late. */
    ALL
}
