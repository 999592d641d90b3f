package io.weir.suite.simulation;

import org.jspecify.annotations.Nullable;

/** Something an actor asked of the table. In the hands of whoever has the turn. */
final class Operation {
    static final long NOT_IN_TABLE = -1;

    /** What its actor knows of it. */
    enum Fate {
        RUNNING,
        ACKNOWLEDGED,
        REFUSED,
        UNKNOWN
    }

    /**
     * How far a stream of rows goes with it.
     *
     * @param epoch number of the epoch
     * @param from position in the source before
     * @param to position in the source behind
     */
    record Progress(String appId, long epoch, long from, long to) {}

    private final String actor;
    private final String what;
    private final Effect effect;
    private final boolean blind;
    private final @Nullable Progress progress;
    private Fate fate = Fate.RUNNING;
    private long version = NOT_IN_TABLE;
    private boolean keepsRowIds;
    private boolean rearranges;
    private boolean wrong;
    private boolean changesTable;

    /** @param blind are rows added without having looked at any? */
    Operation(String actor, String what, Effect effect, boolean blind, @Nullable Progress progress) {
        this.actor = actor;
        this.what = what;
        this.effect = effect;
        this.blind = blind;
        this.progress = progress;
    }

    /** Rows that stay keep their numbers. */
    Operation keepingRowIds() {
        keepsRowIds = true;
        return this;
    }

    /** No row changes, and those who read changes see nothing. It may take several versions, and stop between them. */
    Operation rearranging() {
        rearranges = true;
        return this;
    }

    /** It may be one that the table does not take: rows that break its rules, columns that others have taken away. */
    Operation wrong() {
        wrong = true;
        return this;
    }

    /** It is about what the table is, and so about all rows that are in it when it is committed. */
    Operation changingTheTable() {
        changesTable = true;
        return this;
    }

    boolean isWrong() {
        return wrong;
    }

    boolean changesTable() {
        return changesTable;
    }

    boolean keepsRowIds() {
        return keepsRowIds;
    }

    boolean rearranges() {
        return rearranges;
    }

    Effect effect() {
        return effect;
    }

    boolean isBlind() {
        return blind;
    }

    @Nullable
    Progress progress() {
        return progress;
    }

    Fate fate() {
        return fate;
    }

    /** The version it is in the table as, or {@link #NOT_IN_TABLE}. */
    long version() {
        return version;
    }

    void isInTable(long newVersion) {
        if (version != NOT_IN_TABLE && !rearranges) {
            throw new AssertionError("An operation is in the table twice {first=" + version + ", operation=" + this
                    + ", second=" + newVersion + "}");
        }
        if (fate == Fate.REFUSED) {
            throw new AssertionError("An operation that was refused is in the table {operation=" + this + ", version="
                    + newVersion + "}");
        }
        version = newVersion;
    }

    /** @param at the version its actor was told, or {@link #NOT_IN_TABLE} if there was nothing to do */
    void acknowledged(long at) {
        if (version != at) {
            throw new AssertionError("An acknowledged operation is not in the table where it was said to be {found="
                    + version + ", operation=" + this + ", said=" + at + "}");
        }
        fate = Fate.ACKNOWLEDGED;
    }

    void refused(Throwable reason) {
        if (version != NOT_IN_TABLE && !rearranges) {
            throw new AssertionError(
                    "A refused operation is in the table {operation=" + this + ", version=" + version + "}", reason);
        }
        fate = Fate.REFUSED;
    }

    void unknown() {
        fate = Fate.UNKNOWN;
    }

    @Override
    public String toString() {
        return what + " by " + actor + " " + fate;
    }
}
