package io.weir.suite.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Fsck;
import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.suite.corpus.SharedTables;
import io.weir.suite.damage.DamageSweep.Miss;
import io.weir.suite.damage.DamageSweep.Outcome;
import io.weir.suite.table.Deletions;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.environment.TableEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each file of a table that Weir wrote is damaged, place by place. An answer is right or is an error, but for what the format cannot
 * tell, and fsck finds every damage, but for what nobody can.
 *
 * <p>{@code tests/damage-sweep} damages more places, or every byte.
 */
class DamageSweepTest {
    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1);
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("name", PrimitiveType.STRING)
            .add("x", PrimitiveType.DOUBLE)
            .add("p", PrimitiveType.STRING);
    private static final List<String> PREDICATES = List.of("id >= 3030", "name = 'name 3'", "p = 'b'");

    private static final int PLACES = Integer.getInteger("weir.damage.places", 12);

    private final ObjectStore store = ObjectStores.open("memory://" + UUID.randomUUID() + "/table");

    private void write(String codec) {
        Table table = Table.create(store, ENVIRONMENT)
                .schema(SCHEMA)
                .partitionBy("p")
                .property("delta.checkpointInterval", "3")
                .property("delta.parquet.compression.codec", codec)
                .commit();
        for (long version = 1; version <= 4; version++) {
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            for (int i = 0; i < 60; i++) {
                rows.add(version * 1000 + i, "name " + i % 7, i / 3.0, i < 50 ? "a" : "b");
            }
            table.append(rows.build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"snappy", "uncompressed"})
    void noAnswerIsWrongWithoutAnErrorAndFsckFindsTheDamage(String codec) {
        write(codec);
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().findings()).isEmpty();
        DamageSweep sweep = new DamageSweep(store, PREDICATES, name -> true);
        List<Miss> misses = sweep.run(PLACES, 1);

        assertThat(sweep.damages()).isGreaterThan(200);
        assertThat(misses).filteredOn(miss -> !isBeyondDetection(miss)).isEmpty();
    }

    @Test
    void noDeletedRowComesBackWithoutAnError() {
        write("snappy");
        Table table = Table.open(store, ENVIRONMENT);
        List<DeletionVector> vectors = List.of(DeletionVector.of(1, 2, 3), DeletionVector.of(7), DeletionVector.of(0));
        Deletions.commitInOneFile(store, table, vectors);
        assertThat(Table.open(store, ENVIRONMENT).count()).isEqualTo(235);
        assertThat(Fsck.of(store, ENVIRONMENT).deep().check().hasErrors()).isFalse();
        DamageSweep sweep = new DamageSweep(store, PREDICATES, name -> name.endsWith(".bin"));
        List<Miss> misses = sweep.run(PLACES, 2);

        assertThat(sweep.damages()).isGreaterThan(20);
        assertThat(misses).isEmpty();
    }

    /** Tables of Delta Spark: checkpoints of the second specification, sidecars, deletion vectors, no checksums of pages. */
    @ParameterizedTest
    @ValueSource(strings = {"gen__v2ckpt_json_sidecars_dv", "gen__stats_struct_only_ckpt", "gen__iceberg_compat_v3_dv"})
    void inTablesOfOthersNothingFailsInAWayThatIsNotDeclared(String id) throws IOException {
        copy(SharedTables.required().folder().resolve("data").resolve(id));
        // commits and data files of others take long and have nothing that could be checked
        DamageSweep sweep = new DamageSweep(
                store,
                List.of(),
                name -> PLACES > 12
                        || name.contains("checkpoint")
                        || name.contains("_sidecars/")
                        || name.endsWith(".bin"));
        List<Miss> misses = sweep.run(PLACES, 3);
        Map<String, Long> kinds = misses.stream()
                .collect(Collectors.groupingBy(DamageSweepTest::summary, TreeMap::new, Collectors.counting()));
        System.out.println("Damage of " + id + ": " + sweep.damages() + " places, beyond detection: " + kinds);

        assertThat(misses)
                .filteredOn(miss -> !isBeyondDetectionInTablesOfOthers(miss))
                .isEmpty();
    }

    /** In files without checksums other values may take the place of the right ones. Deletion vectors have one; checkpoints repeat what commits say. */
    private static boolean isBeyondDetectionInTablesOfOthers(Miss miss) {
        return switch (miss.outcome()) {
            case UNDECLARED -> false;
            case WRONG_ANSWER, WRONG_AND_NOT_FOUND ->
                !kind(miss).equals("deletion vector") && !kind(miss).equals("hint");
            case NOT_FOUND -> !kind(miss).equals("deletion vector");
        };
    }

    private static String summary(Miss miss) {
        return miss.outcome() + " " + miss.damage().kind() + " of " + kind(miss);
    }

    private static String kind(Miss miss) {
        String file = miss.damage().file();
        return file.contains("checkpoint.") || file.contains("_sidecars/")
                ? "checkpoint"
                : file.endsWith("_last_checkpoint")
                        ? "hint"
                        : file.endsWith(".crc")
                                ? "version checksum"
                                : file.endsWith(".bin")
                                        ? "deletion vector"
                                        : file.endsWith(".json") ? "commit" : "data file";
    }

    private void copy(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                store.put(table.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        }
    }

    /** What cannot be told by readers, or by anybody. Closed: what is not here must not be missed. */
    private static boolean isBeyondDetection(Miss miss) {
        String file = miss.damage().file();
        if (miss.outcome() == Outcome.WRONG_ANSWER) {
            // The newest commit was never there if it is gone. One without a line is no commit of ours, and whoever
            // wrote it may have meant
            // it; fsck finds both.
            boolean empty =
                    miss.damage().kind() == Damage.Kind.CUT && miss.damage().at() == 0;
            return file.matches("_delta_log/\\d{20}\\.json")
                    && (empty || miss.damage().kind() == Damage.Kind.DELETE);
        }
        if (miss.outcome() != Outcome.NOT_FOUND) {
            return false;
        }
        return switch (miss.damage().kind()) {
            // A writer may leave out both: the log has all that is in them. Commits before a checkpoint may be cleaned
            // up.
            case DELETE ->
                file.endsWith(".crc")
                        || file.equals("_delta_log/_last_checkpoint")
                        || file.equals("_delta_log/00000000000000000000.json")
                        || file.equals("_delta_log/00000000000000000003.checkpoint.parquet");
            // The key of a file's checksums under another name: all that it would be compared with is as it was
            // written. The same for the
            // member of a version checksum that has the commit's.
            case FLIP, OVERWRITE -> file.endsWith(".parquet") || file.endsWith(".crc");
            case CUT -> false;
        };
    }
}
