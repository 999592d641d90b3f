package io.weir.suite.crashloop;

import io.weir.suite.crashloop.CrashLoop.Mode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a process of the loop does. */
enum Role {
    /** Puts records into the topic, or files into the directory. */
    PRODUCER,
    /** The query from there into the first table, and some rows of it into a further one. */
    FIRST,
    /** The query from the first table, of which it is a registered consumer, into the second. */
    SECOND,
    /** Makes large files of small ones in the first table. */
    OPTIMIZER,
    /** Deletes what the first table needs no longer: data files and expired files of its log. */
    CLEANER;

    /** The points that a process of this kind comes to. */
    Set<Point> points(Mode mode) {
        Set<Point> commit = EnumSet.range(Point.CHECKSUM_PUT, Point.COMPACTED_DONE);
        commit.addAll(EnumSet.range(Point.DATA_BEGIN, Point.DATA_SYNCED));
        commit.addAll(EnumSet.of(Point.COMMIT_PUT, Point.COMMIT_DONE));
        switch (this) {
            case PRODUCER -> {
                return mode == Mode.FILES
                        ? EnumSet.of(Point.FILE_WRITTEN, Point.FILE_MOVED)
                        : EnumSet.range(Point.SENT, Point.SENT_AND_COMMITTED);
            }
            case FIRST -> {
                commit.addAll(EnumSet.range(Point.RECORD_PUT, Point.SOURCE_TOLD));
                commit.add(Point.ROWS_READ);
                return commit;
            }
            case SECOND -> {
                commit.addAll(EnumSet.range(Point.SOURCE_TOLD, Point.CONSUMER_DONE));
                commit.add(Point.ROWS_READ);
                return commit;
            }
            case OPTIMIZER -> {
                return EnumSet.of(
                        Point.DATA_BEGIN,
                        Point.DATA_HALF,
                        Point.DATA_WRITTEN,
                        Point.DATA_SYNCED,
                        Point.COMMIT_PUT,
                        Point.COMMIT_DONE);
            }
            case CLEANER -> {
                return EnumSet.of(Point.DATA_DELETE, Point.LOG_DELETE);
            }
        }
        return Collections.emptySet();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
