package io.weir.suite.killed;

/** When, of an operation of the store, a process ends. */
enum Moment {
    /** Nothing of it is done. */
    BEFORE("before"),
    /** Half of the bytes are in a file under a hidden name. */
    HALF("half of"),
    /** All bytes are in a file under a hidden name. */
    WRITTEN("all, still hidden, of"),
    /** The object has its name, and the hidden one is still there. */
    NAMED("the name, and the hidden one, of"),
    /** It is done, and whoever wanted it has not been told. */
    AFTER("after"),
    /** Something is about to be read or listed. */
    READ("reading");

    private final String words;

    Moment(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
