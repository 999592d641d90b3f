package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.table.Table;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What maintain says and does, once and beside a writer. */
class MaintainCommandTest {
    private static final int FILES = 9;

    @TempDir
    Path directory;

    private String table = "";

    @BeforeEach
    void aTableOfNineSmallFilesWhoseDeletedFilesExpireAtOnce() {
        table = directory.resolve("t").toString();
        try (Table made = Table.create(table)
                .schema("id BIGINT")
                .property("delta.deletedFileRetentionDuration", "interval 0 hours")
                .commit()) {
            for (long id = 1; id <= FILES; id++) {
                append(made, id);
            }
        }
    }

    private static void append(Table table, long id) {
        table.appendValues(Collections.singletonList(new Object[] {id}));
    }

    private int liveFiles() {
        try (Table opened = Table.open(table)) {
            return (int) opened.files().count();
        }
    }

    private int filesOnDisk() {
        String[] names = directory.resolve("t").toFile().list((parent, name) -> name.endsWith(".parquet"));
        return names == null ? 0 : names.length;
    }

    @Test
    void aDryRunSaysWhatIsToBeDoneAndChangesNothing() {
        Weir planned = Weir.run("maintain", table, "--dry-run");

        assertThat(planned.exitCode()).isZero();
        assertThat(planned.output()).isEmpty();
        assertThat(planned.errors()).startsWith("weir: optimize: 9 of 9 files");
        assertThat(liveFiles()).isEqualTo(FILES);
    }

    @Test
    void deletesOnlyWhenToldTo() {
        Weir kept = Weir.run("maintain", table);

        assertThat(kept.exitCode()).isZero();
        assertThat(kept.errors()).startsWith("weir: optimize: 9 files (").doesNotContain("vacuum");
        assertThat(liveFiles()).isEqualTo(1);
        assertThat(filesOnDisk()).isEqualTo(FILES + 1);

        Weir deleted = Weir.run("maintain", table, "--yes");
        assertThat(deleted.exitCode()).isZero();
        assertThat(deleted.errors()).contains("vacuum: ").doesNotContain("optimize");
        assertThat(filesOnDisk()).isEqualTo(1);

        assertThat(Weir.run("maintain", table).errors()).startsWith("weir: nothing to do");
        assertThat(Weir.run("count", table).output().strip()).contains("9");
    }

    @Test
    void followsAWriterUntilItIsInterrupted() throws Exception {
        CompletableFuture<Weir> said = new CompletableFuture<>();
        Thread follower = new Thread(() -> said.complete(Weir.run("maintain", table, "--follow")));
        follower.start();
        await(2);
        try (Table writer = Table.open(table)) {
            for (long id = FILES + 1; id <= 2 * FILES; id++) {
                append(writer, id);
            }
        }
        await(4);
        while (follower.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait(); // an interrupt in the middle of a read is told as a failure of the read
        }
        follower.interrupt();

        Weir done = said.get(30, TimeUnit.SECONDS);
        assertThat(done.exitCode()).isZero();
        assertThat(done.errors()).contains("9 files put together so far, version 10");
        assertThat(Weir.run("count", table).output().strip()).contains("18");
    }

    /** Until the table has at most so many files. */
    private void await(int files) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (liveFiles() > files) {
            assertThat(System.nanoTime()).as("files are put together").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Test
    void whatContradictsItselfIsRefused() {
        Weir refused = Weir.run("maintain", table, "--dry-run", "--yes");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.errors()).contains("--dry-run goes with neither --yes nor --follow");
        assertThat(filesOnDisk()).isEqualTo(FILES);
    }
}
