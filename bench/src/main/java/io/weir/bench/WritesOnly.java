package io.weir.bench;

import java.nio.file.Path;

/** A table format of another kind: compared at writing, and read back only to check what was written. */
abstract class WritesOnly implements Contender {
    @Override
    public final Checksum projectedScan(Path table) {
        throw new UnsupportedOperationException("compared at writing only");
    }

    @Override
    public final Checksum oneUser(Path table, long userId) {
        throw new UnsupportedOperationException("compared at writing only");
    }

    @Override
    public final Checksum timeRange(Path table, long fromMicros, long toMicros) {
        throw new UnsupportedOperationException("compared at writing only");
    }

    @Override
    public final Checksum listFiles(Path table) {
        throw new UnsupportedOperationException("not a Delta table");
    }

    @Override
    public final Checksum plan(Path table, long fromId, long toId) {
        throw new UnsupportedOperationException("not a Delta table");
    }
}
