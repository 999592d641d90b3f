package io.weir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {
    private static final ExclusiveName.Linker NO_LINKS = (link, existing) -> {
        throw new FileSystemException(link.toString(), existing.toString(), "Operation not permitted");
    };

    @TempDir
    Path directory;

    @Test
    void onlyTheObjectIsLeftInTheDirectory() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.putIfAbsent("a", bytes("1"));
        store.putIfAbsent("a", bytes("2"));
        store.put("a", bytes("3"));
        try (ObjectWriter writer = store.create("a")) {
            writer.write(bytes("4"), 0, 1);
        }
        store.create("b").abort();
        assertThat(filesIn(directory)).containsExactly("a");
    }

    @Test
    void aSurveyTellsOfFilesThatWereBegunAndOfEmptyDirectories() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.put("p=1/a", bytes("1"));
        store.create("p=1/b").write(bytes("half"), 0, 4);
        Files.createDirectories(directory.resolve("p=2/q=3"));
        List<ObjectInfo> unfinished = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        StoreSurvey survey = new StoreSurvey() {
            @Override
            public void object(ObjectInfo object) {
                assertThat(object.name()).isEqualTo("p=1/a");
            }

            @Override
            public void unfinished(ObjectInfo part) {
                unfinished.add(part);
            }

            @Override
            public void emptyDirectory(String name, long modifiedMillis) {
                empty.add(name);
            }
        };

        store.survey("", true, survey);

        assertThat(unfinished)
                .singleElement()
                .satisfies(part -> assertThat(part.name()).startsWith("p=1/.b."));
        assertThat(empty).containsExactly("p=2/q=3");
        store.survey("p=2/q=3", true, survey);
        assertThat(empty).containsExactly("p=2/q=3", "p=2/q=3");

        store.deleteAll(List.of(unfinished.get(0).name()));
        assertThat(store.deleteEmptyDirectory("p=2")).isFalse();
        assertThat(store.deleteEmptyDirectory("p=2/q=3")).isTrue();
        assertThat(filesIn(directory.resolve("p=1"))).containsExactly("a");
        assertThat(filesIn(directory.resolve("p=2"))).isEmpty();
    }

    @Test
    void aDirectoryThatWasTakenAwayIsMadeAgainByWhoWritesThere() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.put("p=1/a", bytes("1"));
        store.delete("p=1/a");
        assertThat(store.deleteEmptyDirectory("p=1")).isTrue();

        store.put("p=1/b", bytes("2"));

        assertThat(store.read("p=1/b")).isEqualTo(bytes("2"));
    }

    @Test
    void aCompletedFileHasItsNameBeforeItIsWaitedFor() throws Exception {
        LocalStore store = LocalStore.at(directory);
        ObjectWriter writer = store.create("p/a");
        writer.write(bytes("123"), 0, 3);

        PendingSync pending = writer.complete();

        assertThat(store.read("p/a")).isEqualTo(bytes("123"));
        pending.await();
        pending.await();
        writer.close();
        writer.abort();
        assertThat(store.read("p/a")).isEqualTo(bytes("123"));
        assertThat(writer.complete()).isSameAs(PendingSync.DONE);
    }

    @Test
    void manyCompletedFilesAreOnTheDiskWhenAllWereWaitedFor() {
        LocalStore store = LocalStore.at(directory);
        List<PendingSync> pending = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ObjectWriter writer = store.create("f" + i);
            writer.write(bytes("1"), 0, 1);
            pending.add(writer.complete());
        }

        assertThat(store.putIfAbsent("named", bytes("40"), pending)).isEqualTo(PutOutcome.STORED);

        try (Stream<ObjectInfo> all = store.listFrom("", "")) {
            assertThat(all).hasSize(41);
        }
    }

    @Test
    void whatNamesAFileThatDidNotReachTheDiskIsNotPut() throws Exception {
        LocalStore store = LocalStore.at(directory);
        StorageException broken = new StorageException("no", null);

        assertThatThrownBy(() -> store.putIfAbsent("log/1", bytes("1"), List.of(() -> {
                    throw broken;
                })))
                .isSameAs(broken);

        assertThat(store.exists("log/1")).isFalse();
        try (Stream<Path> left = Files.list(directory.resolve("log"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatIsGoneWhenItIsCompletedIsAnErrorAndNothingIsThere() throws Exception {
        LocalStore store = LocalStore.at(directory);
        ObjectWriter writer = store.create("a");
        try (Stream<Path> hidden = Files.list(directory)) {
            Files.delete(hidden.findFirst().orElseThrow());
        }

        assertThatThrownBy(writer::complete)
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("vanished");

        assertThat(store.exists("a")).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(30)
    void whoWatchesADirectoryIsToldWhatAnotherStorePutsThere() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.putIfAbsent("log/0", bytes("0"));
        try (DirectoryWatch watch = store.watch("log").orElseThrow()) {
            assertThat(watch.await(Duration.ZERO)).isFalse();

            LocalStore.at(directory).putIfAbsent("log/1", bytes("1"));

            assertThat(watch.await(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(store.watch("nowhere")).isEmpty();
    }

    @Test
    void whatACrashLeftBehindIsNotListed() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.create("log/00.json"); // never closed, as if the process had died
        assertThat(filesIn(directory.resolve("log"))).hasSize(1);
        assertThat(store.listFrom("log", "").toList()).isEmpty();
        assertThat(store.listDeep("").toList()).isEmpty();
    }

    @Test
    void aHiddenNameThatIsTakenIsPassedOver() throws Exception {
        List<String> ids = new ArrayList<>(List.of("x", "x", "y"));
        LocalStore store = LocalStore.at(directory, () -> ids.remove(0), Runnable::run);
        ObjectWriter first = store.create("a");
        ObjectWriter second = store.create("a");
        assertThat(filesIn(directory)).containsExactly(".a.x.tmp", ".a.y.tmp");
        first.abort();
        second.abort();
    }

    @Test
    void aVeryLongNameStillHasAHiddenOne() {
        LocalStore store = LocalStore.at(directory);
        String name = "n".repeat(255);
        assertThat(store.putIfAbsent(name, bytes("1"))).isEqualTo(PutOutcome.STORED);
        assertThat(store.exists(name)).isTrue();
    }

    @Test
    void aDirectoryThatWasRemovedIsMadeAgain() throws Exception {
        LocalStore store = LocalStore.at(directory.resolve("table"));
        store.put("p/q/a", bytes("1"));
        Files.delete(directory.resolve("table/p/q/a"));
        Files.delete(directory.resolve("table/p/q"));
        Files.delete(directory.resolve("table/p"));
        Files.delete(directory.resolve("table"));
        store.put("p/q/b", bytes("2"));
        assertThat(store.read("p/q/b")).asString(UTF_8).isEqualTo("2");
    }

    @Test
    void aListingLooksOnlyAtWhatIsAskedFor() throws Exception {
        for (String name : List.of("1", "2", "3", "4")) {
            Files.writeString(directory.resolve(name), name);
        }
        try (Stream<ObjectInfo> listed = LocalStore.at(directory).listFrom("", "2")) {
            var iterator = listed.iterator();
            assertThat(iterator.next().name()).isEqualTo("2");
            Files.delete(directory.resolve("4")); // gone between the listing and the look at it
            assertThat(iterator.next().name()).isEqualTo("3");
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    @Test
    void aBrokenLinkIsNotAnObjectAndKeepsItsName() throws Exception {
        Files.createSymbolicLink(directory.resolve("a"), directory.resolve("gone"));
        LocalStore store = LocalStore.at(directory);
        assertThat(store.listFrom("", "").toList()).isEmpty();
        assertThat(store.putIfAbsent("a", bytes("1"))).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void withoutHardLinksTheStoreSaysItIsNotSafeForManyWriters() {
        assertThat(LocalStore.at(directory).safeForConcurrentWriters()).isTrue();
        assertThat(LocalStore.at(directory, NO_LINKS).safeForConcurrentWriters())
                .isFalse();
        assertThat(LocalStore.at(directory.resolve("new")).safeForConcurrentWriters())
                .isTrue();
    }

    @Test
    void withoutHardLinksOneOfManyThreadsStillWinsAName() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<PutOutcome>>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                LocalStore store = LocalStore.at(directory, NO_LINKS);
                String content = "thread " + t;
                futures.add(pool.submit(() -> {
                    List<PutOutcome> outcomes = new ArrayList<>();
                    for (int n = 0; n < 20; n++) {
                        start.await(60, TimeUnit.SECONDS);
                        PutOutcome outcome = store.putIfAbsent("log/" + n, bytes(content));
                        outcomes.add(outcome);
                        assertThat(new String(store.read("log/" + n), UTF_8).equals(content))
                                .isEqualTo(outcome == PutOutcome.STORED);
                    }
                    return outcomes;
                }));
            }
            int stored = 0;
            for (Future<List<PutOutcome>> future : futures) {
                for (PutOutcome outcome : future.get(60, TimeUnit.SECONDS)) {
                    stored += outcome == PutOutcome.STORED ? 1 : 0;
                }
            }
            assertThat(stored).isEqualTo(20);
            assertThat(LocalStore.at(directory).listFrom("log", "").toList()).hasSize(20);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aLinkThatTheFileSystemMadeTwiceIsOurs() {
        // NFS repeats a request whose answer was lost, and then reports that the name exists.
        LocalStore store = LocalStore.at(directory, (link, existing) -> {
            Files.createLink(link, existing);
            throw new FileAlreadyExistsException(link.toString());
        });
        assertThat(store.putIfAbsent("a", bytes("1"))).isEqualTo(PutOutcome.STORED);
        assertThat(store.putIfAbsent("a", bytes("2"))).isEqualTo(PutOutcome.EXISTS);
        assertThat(store.read("a")).asString(UTF_8).isEqualTo("1");
    }

    @Test
    void aLinkThatIsThereAlthoughTheFileSystemSaidItFailedIsOurs() {
        LocalStore store = LocalStore.at(directory, (link, existing) -> {
            Files.createLink(link, existing);
            throw new FileSystemException(link.toString(), existing.toString(), "Input/output error");
        });
        assertThat(store.putIfAbsent("a", bytes("1"))).isEqualTo(PutOutcome.STORED);
        assertThat(store.putIfAbsent("a", bytes("2"))).isEqualTo(PutOutcome.EXISTS);
        assertThat(store.read("a")).asString(UTF_8).isEqualTo("1");
    }

    @Test
    void whatReplacesAFileIsNotHeldAgainstTheChecksumThatHadoopKeptOfIt() throws Exception {
        LocalStore store = LocalStore.at(directory);
        store.put("log/_hint", bytes("1"));
        Files.write(directory.resolve("log/._hint.crc"), bytes("of 1"));
        Files.write(directory.resolve("log/._other.crc"), bytes("of another"));
        store.put("log/_hint", bytes("2"));
        assertThat(filesIn(directory.resolve("log"))).containsExactlyInAnyOrder("._other.crc", "_hint");
    }

    @Test
    void aLinkThatFailsOnceDoesNotMeanThereAreNone() throws Exception {
        boolean[] failing = {true};
        LocalStore store = LocalStore.at(directory, (link, existing) -> {
            if (failing[0] && link.getFileName().toString().equals("a")) {
                throw new FileSystemException(link.toString(), existing.toString(), "Input/output error");
            }
            return Files.createLink(link, existing);
        });
        assertThatThrownBy(() -> store.putIfAbsent("a", bytes("1")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Input/output error");
        failing[0] = false;
        assertThat(store.putIfAbsent("a", bytes("2"))).isEqualTo(PutOutcome.STORED);
        assertThat(store.safeForConcurrentWriters()).isTrue();
        assertThat(filesIn(directory)).containsExactly("a");
    }

    @Test
    void aFullDiskIsCalledAFullDisk() {
        StorageException failure = LocalFailure.writing(
                directory.resolve("a"), new FileSystemException("a", null, "No space left on device"));
        assertThat(failure)
                .hasMessageContaining("The disk is full, nothing was written")
                .hasMessageContaining("file=" + directory.resolve("a"));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void aDirectoryWithoutPermissionIsNamed() throws Exception {
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        LocalStore store = LocalStore.at(closed);
        assertThatThrownBy(() -> {
                    store.putIfAbsent("a", bytes("1"));
                    // only root gets here: it may write everywhere, so it is told what others are told
                    throw LocalFailure.writing(closed.resolve("a"), new AccessDeniedException(closed.toString()));
                })
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Permission denied, nothing was written")
                .hasMessageContaining(closed.toString());
    }

    @Test
    void aFileInTheWayOfADirectoryIsAnError() {
        LocalStore store = LocalStore.at(directory);
        store.put("a", bytes("1"));
        assertThatThrownBy(() -> store.put("a/b", bytes("2")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing was written");
    }

    @Test
    void aCommitIsFinishedBeforeAnInterruptIsHeard() {
        LocalStore store = LocalStore.at(directory);
        Thread.currentThread().interrupt();
        try {
            assertThat(store.putIfAbsent("new/a", bytes("1"))).isEqualTo(PutOutcome.STORED);
            try (ObjectWriter writer = store.create("new/b")) {
                writer.write(bytes("2"), 0, 1);
            }
            store.put("new/c", bytes("3"));
            assertThat(LocalStore.at(directory, NO_LINKS).putIfAbsent("new/d", bytes("4")))
                    .isEqualTo(PutOutcome.STORED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(store.listFrom("new", "").map(ObjectInfo::fileName)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anInterruptedReadFailsAndTheReaderGoesOnWorking() {
        LocalStore store = LocalStore.at(directory);
        store.put("a", bytes("12345"));
        try (ObjectReader reader = store.open("a", -1)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(0, 5))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reader.read(1, 3)).asString(UTF_8).isEqualTo("234");
        }
    }

    @Test
    void anInterruptOfOneThreadDoesNotDisturbTheOthers() throws Exception {
        LocalStore store = LocalStore.at(directory);
        byte[] content = new byte[1 << 20];
        store.put("a", content);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try (ObjectReader reader = store.open("a", -1)) {
            Future<Integer> interrupted = pool.submit(() -> {
                int failures = 0;
                for (int i = 0; i < 200; i++) {
                    Thread.currentThread().interrupt();
                    try {
                        reader.read(0, 10);
                    } catch (StorageException e) {
                        failures++;
                    }
                    Thread.interrupted();
                }
                return failures;
            });
            Future<?> steady = pool.submit(() -> {
                do {
                    assertThat(reader.read(7, 1000)).hasSize(1000);
                } while (!interrupted.isDone());
            });
            steady.get(60, TimeUnit.SECONDS);
            assertThat(interrupted.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aClosedReaderSaysSo() {
        LocalStore store = LocalStore.at(directory);
        store.put("a", bytes("1"));
        ObjectReader reader = store.open("a", -1);
        reader.close();
        reader.close();
        assertThatThrownBy(() -> reader.read(0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRootIsAUriWithoutATrailingSlash() {
        assertThat(LocalStore.at(directory).root().toString())
                .startsWith("file:///")
                .doesNotEndWith("/");
        assertThat(LocalStore.at(directory.resolve("a b")).root().toString()).endsWith("/a%20b");
    }

    private static List<String> filesIn(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void aNameWhoseDirectoryCannotBeSyncedIsNotReadBackAsDurable() {
        AtomicBoolean broken = new AtomicBoolean(true);
        LocalStore store = LocalStore.at(directory, path -> {
            if (broken.get()) {
                throw new IOException("Input/output error");
            }
        });

        assertThatThrownBy(() -> store.putIfAbsent("a", new byte[] {1}))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.outcomeUnknown()).isTrue());
        assertThatThrownBy(() -> store.read("a")).isInstanceOf(StorageException.class);

        broken.set(false);
        assertThat(store.read("a")).containsExactly(1);
    }

    @Test
    void aHintIsThereOnceAndWhole() {
        LocalStore store = LocalStore.at(directory);

        assertThat(store.putHintIfAbsent("a", new byte[] {1})).isEqualTo(PutOutcome.STORED);
        assertThat(store.putHintIfAbsent("a", new byte[] {2})).isEqualTo(PutOutcome.EXISTS);
        assertThat(store.read("a")).containsExactly(1);
        assertThat(directory.toFile().list()).containsExactly("a");
    }
}
