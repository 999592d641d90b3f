package io.weir.log.commit;

import java.util.Optional;

/**
 * What the name of a file in {@code _delta_log} says. Names that say nothing (temporary files, notes, hidden files) are
 * not log names and are ignored by everybody. (PROTOCOL.md, "Delta Log Entries", "Checkpoints", "Log Compaction Files",
 * "Version Checksum File")
 */
public sealed interface LogName {

    /** The version the file is of; for a compacted range its last. */
    long version();

    /** The name inside {@code _delta_log}. */
    String fileName();

    /** {@code 00000000000000000042.json} */
    record Commit(long version) implements LogName {
        @Override
        public String fileName() {
            return LogNames.padded(version) + ".json";
        }
    }

    /** A checkpoint, or one part of it. */
    sealed interface Checkpoint extends LogName {}

    /** {@code 00000000000000000042.checkpoint.parquet}; the content may follow either checkpoint specification. */
    record ClassicCheckpoint(long version) implements Checkpoint {
        @Override
        public String fileName() {
            return LogNames.padded(version) + ".checkpoint.parquet";
        }
    }

    /**
     * {@code 00000000000000000042.checkpoint.0000000001.0000000003.parquet}
     *
     * @param part from 1 to {@code parts}
     */
    record CheckpointPart(long version, int part, int parts) implements Checkpoint {
        public CheckpointPart {
            if (part < 1 || part > parts) {
                throw new IllegalArgumentException(
                        "Not a part of a checkpoint {part=" + part + ", parts=" + parts + ", version=" + version + "}");
            }
        }

        @Override
        public String fileName() {
            return String.format("%020d.checkpoint.%010d.%010d.parquet", version, part, parts);
        }
    }

    /** {@code 00000000000000000042.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json} (or {@code .parquet}) */
    record UuidCheckpoint(long version, String uuid, boolean json) implements Checkpoint {
        @Override
        public String fileName() {
            return LogNames.padded(version) + ".checkpoint." + uuid + (json ? ".json" : ".parquet");
        }
    }

    /** {@code 00000000000000000042.crc} */
    record VersionChecksum(long version) implements LogName {
        @Override
        public String fileName() {
            return LogNames.padded(version) + ".crc";
        }
    }

    /** {@code 00000000000000000004.00000000000000000006.compacted.json}: the commits of a range, reconciled. */
    record Compacted(long first, long last) implements LogName {
        public Compacted {
            if (last <= first) {
                throw new IllegalArgumentException(
                        "A compacted range needs two versions {first=" + first + ", last=" + last + "}");
            }
        }

        @Override
        public long version() {
            return last;
        }

        @Override
        public String fileName() {
            return LogNames.padded(first) + "." + LogNames.padded(last) + ".compacted.json";
        }
    }

    /** Reads a name inside {@code _delta_log}; empty if it is none of the log's. */
    static Optional<LogName> parse(String fileName) {
        return LogNames.parse(fileName);
    }
}
