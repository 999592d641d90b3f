package io.weir.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The jobs of bench/README.md, by the names of the command line. */
enum Job {
    INGEST(true, 1, 2) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.ingest(scratch, events, Math.toIntExact(rows / Events.BATCH_ROWS));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch);
        }
    },
    SMALL_APPENDS(true, 1, 1) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            int appends = Math.toIntExact(rows / ROWS_FOR_ONE_SMALL_APPEND);
            contender.smallAppends(scratch, events, appends);
            return new Checksum(appends * 10L, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch);
        }
    },
    DELETE_COPYING(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeChangeable(scratch, events, rows, false);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.delete(scratch.resolve(TABLE));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }
    },
    DELETE_BY_VECTORS(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeChangeable(scratch, events, rows, true);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.delete(scratch.resolve(TABLE));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }
    },
    MERGE_COPYING(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeChangeable(scratch, events, rows, false);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.merge(scratch.resolve(TABLE), scratch.resolve(SOURCE));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }
    },
    MERGE_BY_VECTORS(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeChangeable(scratch, events, rows, true);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.merge(scratch.resolve(TABLE), scratch.resolve(SOURCE));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }
    },
    STREAM_COPY(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeChangeable(scratch, events, rows, false);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.streamCopy(scratch.resolve(TABLE), scratch.resolve(COPY));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(COPY));
        }
    },
    OPTIMIZE(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeFragments(scratch, events, rows);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.optimize(scratch.resolve(TABLE));
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }

        @Override
        String note(Path scratch, long rows) {
            return WeirTable.filesScanned(scratch.resolve(TABLE), rows / FRAGMENT_ROWS);
        }
    },
    Z_ORDER(true, 1, 3) {
        @Override
        void prepare(Path scratch, Events events, long rows) throws Exception {
            makeFragments(scratch, events, rows);
        }

        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            contender.zOrder(scratch.resolve(TABLE), Z_ORDERED_FILES);
            return new Checksum(rows, 0);
        }

        @Override
        Checksum verify(Contender contender, Path scratch) throws Exception {
            return contender.fullScan(scratch.resolve(TABLE));
        }

        @Override
        String note(Path scratch, long rows) {
            return WeirTable.filesScanned(scratch.resolve(TABLE), rows / FRAGMENT_ROWS);
        }
    },
    FULL_SCAN(false, 3, 5) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.fullScan(data);
        }
    },
    PROJECTED_SCAN(false, 5, 9) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.projectedScan(data);
        }
    },
    ONE_USER(false, 5, 9) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.oneUser(data, 4711);
        }
    },
    TIME_RANGE(false, 5, 9) {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            long from = Events.FIRST_MICROS + rows / 2 * Events.MICROS_PER_ROW;
            return contender.timeRange(data, from, from + 3_600_000_000L);
        }
    },
    OPEN_AND_LIST(false, 3, 5, "million") {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.listFiles(data);
        }
    },
    OPEN_AND_PLAN(false, 3, 5, "million") {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.plan(data, 500_000_000L, 501_000_000L);
        }
    },
    OPEN_TEN_MILLION_AND_LIST(false, 1, 3, "ten-million") {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.listFiles(data);
        }
    },
    OPEN_TEN_MILLION_AND_PLAN(false, 1, 3, "ten-million") {
        @Override
        Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception {
            return contender.plan(data, 5_000_000_000L, 5_010_000_000L);
        }
    };

    private static final String TABLE = "table";
    private static final String SOURCE = "source";
    private static final String COPY = "copy";

    /** So that ten million rows are a thousand small appends. */
    private static final long ROWS_FOR_ONE_SMALL_APPEND = 10_000;

    /** Ten million rows are a thousand files. */
    private static final int FRAGMENT_ROWS = 10_000;

    /** So that there is something to skip. */
    private static final int Z_ORDERED_FILES = 32;

    private final boolean writes;
    private final int warmUps;
    private final int runs;
    private final String data;

    Job(boolean writes, int warmUps, int runs) {
        this(writes, warmUps, runs, "events");
    }

    Job(boolean writes, int warmUps, int runs, String data) {
        this.writes = writes;
        this.warmUps = warmUps;
        this.runs = runs;
        this.data = data;
    }

    /** Which of the tables that {@link MakeData} makes is read. */
    String data() {
        return data;
    }

    /** Does the job make a table of its own? */
    boolean writes() {
        return writes;
    }

    int warmUps() {
        return warmUps;
    }

    int runs() {
        return runs;
    }

    /** Makes what a run changes, in an empty place. Not timed. */
    void prepare(Path scratch, Events events, long rows) throws Exception {}

    private static void makeChangeable(Path scratch, Events events, long rows, boolean vectors) throws Exception {
        Files.createDirectories(scratch);
        WeirTable.makeChangeable(
                scratch.resolve(TABLE),
                scratch.resolve(SOURCE),
                events,
                Math.toIntExact(rows / Events.BATCH_ROWS),
                vectors);
    }

    private static void makeFragments(Path scratch, Events events, long rows) throws Exception {
        Files.createDirectories(scratch);
        WeirTable.makeFragments(scratch.resolve(TABLE), events, Math.toIntExact(rows / FRAGMENT_ROWS), FRAGMENT_ROWS);
    }

    abstract Checksum run(Contender contender, Path data, Path scratch, Events events, long rows) throws Exception;

    /** What a writing job left behind, read back by a contender that can. */
    Checksum verify(Contender contender, Path scratch) throws Exception {
        throw new UnsupportedOperationException("reads only");
    }

    /** What else is worth knowing of what the last run left behind; empty if nothing is. */
    String note(Path scratch, long rows) {
        return "";
    }

    static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
