package io.weir.suite.killed;

import io.weir.log.action.AddFile;
import io.weir.log.checkpoint.CompactedLog;
import io.weir.table.Table;
import io.weir.table.changes.Feed;
import io.weir.table.clones.ShallowClone;
import io.weir.table.clones.ShallowClones;
import io.weir.table.commit.Transaction;
import io.weir.table.consumers.Consumer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tables on which a piece of maintenance has everything to do that it can do. All keep removed files for two days and their log for four. */
enum Fixture {
    /** Eleven days of appends, changes, deletions and merges of files, and what died writers left. */
    PAST {
        @Override
        void make(Path directory) throws IOException {
            past(directory);
        }
    },

    /** The same with a consumer who is behind, and shallow clones of which nothing is found, one for long and one for the first time. */
    PAST_WITH_CONSUMER {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = past(directory);
            Table table = aged.table();
            Instant longAgo = Instant.now().minus(Duration.ofDays(11));
            table.consumers()
                    .put(new Consumer("behind", 14, false, Feed.CHANGES, "{}", Instant.now(), Duration.ofDays(30)));
            ShallowClones clones = ShallowClones.of(table.store());
            clones.put(new ShallowClone("gone", URI.create("file:///nowhere/gone"), 2, longAgo, longAgo));
            clones.put(new ShallowClone("lost", URI.create("file:///nowhere/lost"), 16, longAgo, null));
        }
    },

    /** The same with lost rows, wrong statistics, and a checkpoint and a hint that nobody can read. */
    DAMAGED {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = past(directory);
            List<AddFile> files = aged.table().files().toList();
            AddFile described = files.get(0);
            Transaction wrong = aged.table().transaction("WRITE");
            wrong.add(described.toBuilder()
                    .stats("{\"numRecords\":77}")
                    .dataChange(false)
                    .build());
            wrong.commit();
            aged.later(Duration.ofMinutes(1));
            Files.delete(directory.resolve(files.get(files.size() - 1).path()));
            Path checkpoint = newestCheckpoint(directory);
            byte[] bytes = Files.readAllBytes(checkpoint);
            for (int i = bytes.length / 3; i < bytes.length / 2; i++) {
                bytes[i] ^= 0x55;
            }
            Files.write(checkpoint, bytes);
            Files.writeString(directory.resolve("_delta_log/_last_checkpoint"), "{\"version\":");
        }
    },

    /** Small files in more partitions than optimize commits at once. */
    MANY_PARTITIONS {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = new AgedTable(
                    directory,
                    Duration.ofDays(3),
                    table -> table.schema(SCHEMA)
                            .partitionBy("part")
                            .property("delta.enableDeletionVectors", "true")
                            .property("delta.checkpointInterval", "5"));
            for (int i = 0; i < 3; i++) {
                aged.later(Duration.ofHours(5));
                aged.table().appendValues(rows(100 * i, 68, 34));
            }
            aged.later(Duration.ofHours(5));
            aged.table().delete("n = 3");
            aged.later(Duration.ofHours(5));
        }
    },

    /** Two partitions with a few files each, some rows of which are deleted. Rows have ids. */
    POINTS {
        @Override
        void make(Path directory) throws IOException {
            points(directory, true).later(Duration.ZERO);
        }
    },

    /** A table that is clustered by two columns, a part of which is in order. */
    CLUSTERED {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = points(directory, false);
            aged.table().alter().clusterBy("id", "n").commit();
            MaintenanceCommand.cluster(aged.table());
            for (int i = 10; i < 14; i++) {
                aged.later(Duration.ofHours(5));
                aged.table().appendValues(rows(100 * i, 100, 2));
            }
            aged.later(Duration.ofHours(5));
        }
    },

    /** Files from before a column became wider. */
    WIDENED {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = points(directory, true);
            aged.table().alter().changeType("n", "BIGINT").commit();
            aged.later(Duration.ofHours(5));
            aged.table().appendValues(List.<Object[]>of(new Object[] {1000L, 1L << 40, "p0"}));
            aged.later(Duration.ofHours(5));
        }
    },

    /** More files than fit into a checkpoint without sidecars, and a log of which half has expired. */
    SIDECARS {
        @Override
        void make(Path directory) throws IOException {
            AgedTable aged = new AgedTable(
                    directory,
                    Duration.ofDays(12),
                    table -> table.schema(SCHEMA)
                            .property("delta.checkpointPolicy", "v2")
                            .property("delta.checkpointInterval", "100")
                            .properties(RETENTION));
            Table table = aged.table();
            table.appendValues(rows(0, 10, 1));
            AddFile file = table.files().toList().get(0);
            addCopies(directory, table, file, 1100);
            for (int days : new int[] {3, 3, 4, 1}) {
                table.checkpoint();
                aged.leaveBehind("_delta_log/_sidecars/left-behind-" + days + ".parquet");
                aged.later(Duration.ofDays(days));
                table.appendValues(rows(1000 * days, 10, 1));
                table.delete("id = " + 1000 * days);
            }
            aged.later(Duration.ofHours(2));
        }
    };

    private static final String SCHEMA = "id BIGINT, n INT, part STRING";
    private static final Map<String, String> RETENTION = Map.of(
            "delta.deletedFileRetentionDuration", "interval 2 days",
            "delta.logRetentionDuration", "interval 4 days");

    /** Makes it in a directory that is not there yet. */
    abstract void make(Path directory) throws IOException;

    private static List<Object[]> rows(long from, int count, int partitions) {
        List<Object[]> rows = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            rows.add(new Object[] {id, (int) (id * 31 % 17), "p" + id % partitions});
        }
        return rows;
    }

    private static AgedTable past(Path directory) throws IOException {
        AgedTable aged = new AgedTable(
                directory,
                Duration.ofHours(267), // so that no commit is near the end of a time that something is kept
                table -> table.schema(SCHEMA)
                        .partitionBy("part")
                        .property("delta.enableDeletionVectors", "true")
                        .property("delta.enableChangeDataFeed", "true")
                        .property("delta.checkpointInterval", "5")
                        .properties(RETENTION));
        Table table = aged.table();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3; i++) {
                aged.later(Duration.ofHours(12));
                table.appendValues(rows(1000 * round + 100 * i, 20, 2));
            }
            aged.later(Duration.ofHours(12));
            if (round == 1) {
                CompactedLog.write(table.store(), 6, 8);
            }
            table.update().set("n", "n + 100").where("n = 5").commit();
            aged.later(Duration.ofHours(6));
            table.delete("id % 10 = " + round);
            aged.later(Duration.ofHours(18));
            MaintenanceCommand.packFiles(table);
            aged.leaveBehind("part=p0/left-behind-" + round + ".parquet");
            aged.leaveBehind("_change_data/part=p0/left-behind-" + round + ".parquet");
            aged.leaveBehind("part=p1/.part-0.parquet.died-" + round + ".tmp");
            aged.leaveBehind("_delta_log/.00000000000000000099.json.died-" + round + ".tmp");
            Files.createDirectories(directory.resolve("part=empty-" + round));
        }
        for (int i = 0; i < 12; i++) {
            aged.later(Duration.ofHours(2));
            table.appendValues(rows(10_000 + 100 * i, 12, 2));
            if (i == 2) {
                MaintenanceCommand.packFiles(table);
            }
        }
        aged.later(Duration.ofHours(2));
        table.delete("n = 2");
        aged.later(Duration.ofHours(1));
        aged.leaveBehind("part=p0/being-written.parquet");
        aged.leaveBehind("part=p0/.part-1.parquet.being-written.tmp");
        Files.createDirectories(directory.resolve("part=new"));
        aged.later(Duration.ofMinutes(10));
        return aged;
    }

    private static AgedTable points(Path directory, boolean partitions) throws IOException {
        AgedTable aged = new AgedTable(directory, Duration.ofDays(4), table -> {
            table.schema(SCHEMA)
                    .property("delta.enableDeletionVectors", "true")
                    .property("delta.enableRowTracking", "true")
                    .property("delta.enableTypeWidening", "true");
            return partitions ? table.partitionBy("part") : table;
        });
        for (int i = 0; i < 3; i++) {
            aged.later(Duration.ofHours(5));
            aged.table().appendValues(rows(100 * i, 100, 2));
        }
        aged.later(Duration.ofHours(5));
        aged.table().delete("n = 3");
        aged.later(Duration.ofHours(5));
        return aged;
    }

    private static Path newestCheckpoint(Path directory) throws IOException {
        try (Stream<Path> log = Files.list(directory.resolve("_delta_log"))) {
            return log.filter(path -> path.toString().endsWith(".checkpoint.parquet"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    private static void addCopies(Path directory, Table table, AddFile file, int count) throws IOException {
        Transaction transaction = table.transaction("WRITE");
        byte[] bytes = Files.readAllBytes(directory.resolve(file.path()));
        for (int i = 0; i < count; i++) {
            String name = "copy-" + i + ".parquet";
            Files.write(directory.resolve(name), bytes);
            AddFile copy = AddFile.builder(name)
                    .partitionValues(file.partitionValues())
                    .sizeBytes(file.sizeBytes())
                    .modificationTime(file.modificationTime())
                    .dataChange(true)
                    .stats(file.stats())
                    .build();
            transaction.add(copy);
        }
        transaction.commit();
    }

    /** Names and lengths of all files below a directory; of those that are replaced in the course of things the names alone. */
    static List<String> list(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<String> all = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(path).toString();
                boolean replaced = name.startsWith("_weir/") || name.startsWith("_delta_log/_last_");
                all.add(replaced ? name : name + " " + Files.size(path));
            }
            all.sort(null);
            return all;
        }
    }
}
