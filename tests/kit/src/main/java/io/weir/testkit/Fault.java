package io.weir.testkit;

/** What goes wrong with one request. */
public enum Fault {
    /** Nothing is done; the same request may work later. */
    REFUSED,
    /** Nothing is done, and it never will be. */
    BROKEN,
    /** Nothing is done: there is no space left. */
    DISK_FULL,
    /** It is done, but the answer never arrives. */
    ANSWER_LOST,
    /** It is not done, and no answer arrives: nobody can tell from {@link #ANSWER_LOST} without looking. */
    REQUEST_LOST,
    /** A write is done twice and the second answer arrives: a client in between lost the first one and sent it again. */
    REPEATED,
    /** A read delivers some bytes and then breaks off. Other requests are refused. */
    CUT,
    /** The process stops before the request: this and all later requests fail with {@link ProcessStopped}. */
    STOP_BEFORE,
    /** The process stops after the request was carried out and before it is told so. */
    STOP_AFTER
}
