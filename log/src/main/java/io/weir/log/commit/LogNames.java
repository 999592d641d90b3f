package io.weir.log.commit;

import io.weir.log.action.DataPath;
import java.util.Optional;
import java.util.UUID;

/** Spells and reads the names of the log's files. Names returned are relative to the table's root. */
public final class LogNames {
    /** The directory of the log. */
    public static final String DIRECTORY = "_delta_log";

    /** The hint at the newest checkpoint. */
    public static final String LAST_CHECKPOINT = DIRECTORY + "/_last_checkpoint";

    /** The directory of checkpoint sidecars. */
    public static final String SIDECARS = DIRECTORY + "/_sidecars";

    private static final int DIGITS = 20;
    private static final int PART_DIGITS = 10;
    private static final String CHECKPOINT = ".checkpoint.";

    private LogNames() {}

    /** {@code _delta_log/00000000000000000042.json} */
    public static String commit(long version) {
        return DIRECTORY + "/" + padded(version) + ".json";
    }

    /** {@code _delta_log/00000000000000000042.crc} */
    public static String versionChecksum(long version) {
        return DIRECTORY + "/" + padded(version) + ".crc";
    }

    /** {@code _delta_log/00000000000000000042.checkpoint.parquet} */
    public static String classicCheckpoint(long version) {
        return DIRECTORY + "/" + padded(version) + ".checkpoint.parquet";
    }

    /** {@code _delta_log/00000000000000000042.checkpoint.80a083e8-….parquet} */
    public static String uuidCheckpoint(long version, UUID id) {
        return DIRECTORY + "/" + padded(version) + CHECKPOINT + id + ".parquet";
    }

    /** {@code _delta_log/00000000000000000042.00000000000000000051.compacted.json} */
    public static String compacted(long first, long last) {
        return DIRECTORY + "/" + padded(first) + "." + padded(last) + ".compacted.json";
    }

    /**
     * The object that a checkpoint means by a sidecar's path. Sidecars are always in the table's own directory of them, so that
     * of an absolute path, which may be from where the table was before, only the last part counts. (PROTOCOL.md, "Sidecar File
     * Information")
     */
    public static String sidecar(String path) {
        String decoded = DataPath.decode(path);
        return SIDECARS + "/" + decoded.substring(decoded.lastIndexOf('/') + 1);
    }

    /** The path of a log file relative to the table's root. */
    public static String path(LogName name) {
        return DIRECTORY + "/" + name.fileName();
    }

    /** The smallest file name that any file of a version can have: where a listing of the log starts. */
    public static String firstOf(long version) {
        return padded(version) + ".";
    }

    /** A version as file names spell it. */
    public static String padded(long version) {
        if (version < 0) {
            throw new IllegalArgumentException("version is negative: " + version);
        }
        String digits = Long.toString(version);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }

    static Optional<LogName> parse(String name) {
        long version = number(name, 0, DIGITS);
        if (version < 0 || name.length() < DIGITS + 4 || name.charAt(DIGITS) != '.') {
            return Optional.empty();
        }
        String rest = name.substring(DIGITS);
        switch (rest) {
            case ".json":
                return Optional.of(new LogName.Commit(version));
            case ".crc":
                return Optional.of(new LogName.VersionChecksum(version));
            case ".checkpoint.parquet":
                return Optional.of(new LogName.ClassicCheckpoint(version));
            default:
                return rest.startsWith(CHECKPOINT)
                        ? checkpoint(version, rest.substring(CHECKPOINT.length()))
                        : compacted(version, rest);
        }
    }

    private static Optional<LogName> checkpoint(long version, String rest) {
        int dot = rest.indexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        String ending = rest.substring(dot);
        if (ending.equals(".json") || ending.equals(".parquet")) {
            return Optional.of(new LogName.UuidCheckpoint(version, rest.substring(0, dot), ending.equals(".json")));
        }
        // 0000000001.0000000003.parquet
        if (dot == PART_DIGITS && rest.length() == 2 * PART_DIGITS + 9 && rest.endsWith(".parquet")) {
            long part = number(rest, 0, PART_DIGITS);
            long parts = number(rest, PART_DIGITS + 1, PART_DIGITS);
            if (part >= 1 && part <= parts && parts <= Integer.MAX_VALUE) {
                return Optional.of(new LogName.CheckpointPart(version, (int) part, (int) parts));
            }
        }
        return Optional.empty();
    }

    private static Optional<LogName> compacted(long first, String rest) {
        if (rest.length() == 1 + DIGITS + 15 && rest.endsWith(".compacted.json")) {
            long last = number(rest, 1, DIGITS);
            if (last > first) {
                return Optional.of(new LogName.Compacted(first, last));
            }
        }
        return Optional.empty();
    }

    /** The number at a place of fixed width, or -1. */
    private static long number(String text, int start, int length) {
        if (text.length() < start + length) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < start + length; i++) {
            int digit = text.charAt(i) - '0';
            // the very last number has no next one
            if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - 1 - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
