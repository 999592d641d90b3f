package io.weir.source;

import java.time.Instant;

/** Where a stream begins that was not read before. */
public sealed interface SourceStart {
    /** The rows that the table has now, then what happens to it. */
    record Snapshot() implements SourceStart {}

    /** What happens from now on. */
    record Latest() implements SourceStart {}

    /** What this version did, and those behind it. */
    record Version(long version) implements SourceStart {
        public Version {
            if (version < 0) {
                throw new IllegalArgumentException("Versions begin at 0 {version=" + version + "}");
            }
        }
    }

    /** What the first version did that was committed at or after a time, and those behind it. */
    record Time(Instant time) implements SourceStart {}

    static SourceStart snapshot() {
        return new Snapshot();
    }

    static SourceStart latest() {
        return new Latest();
    }

    static SourceStart version(long version) {
        return new Version(version);
    }

    static SourceStart time(Instant time) {
        return new Time(time);
    }
}
