package io.weir.bench;

import io.weir.storage.LocalStore;
import io.weir.testkit.LargeTable;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the tables that reading jobs read, once: the events, a table of a million files, and one of ten million. */
final class MakeData {
    private static final int COMMITS_AFTER_THE_CHECKPOINT = 50;

    private static final int FILES_PER_SIDECAR = 100_000;

    private MakeData() {}

    /** Arguments: {@code events}, {@code million} or {@code ten-million}, work directory, rows or files. */
    public static void main(String[] arguments) throws Exception {
        Path table = Path.of(arguments[1]).resolve(arguments[0]);
        long size = Long.parseLong(arguments[2]);
        Path done = Path.of(arguments[1]).resolve(arguments[0] + "-" + size + ".done");
        if (Files.exists(done)) {
            return;
        }
        Job.delete(table);
        System.err.println("making " + table);
        if (arguments[0].equals("events")) {
            new WeirTable().ingest(table, new Events(), Math.toIntExact(size / Events.BATCH_ROWS));
        } else if (arguments[0].equals("ten-million")) {
            LargeTable.createWithSidecars(
                    LocalStore.at(table), Math.toIntExact(size), FILES_PER_SIDECAR, COMMITS_AFTER_THE_CHECKPOINT);
        } else {
            LargeTable.create(LocalStore.at(table), Math.toIntExact(size), COMMITS_AFTER_THE_CHECKPOINT);
        }
        Files.createFile(done);
    }
}
