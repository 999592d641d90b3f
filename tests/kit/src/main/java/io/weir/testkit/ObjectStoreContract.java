package io.weir.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.storage.NameOrder;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link ObjectStore} promises, as tests. A store's test class extends this and says how to make one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class ObjectStoreContract {
    protected ObjectStore store;

    /** A store over a place that is empty and that no other test uses. */
    protected abstract ObjectStore emptyStore() throws Exception;

    /** A second opening of the place that {@link #store} is over. */
    protected abstract ObjectStore sameStoreAgain() throws Exception;

    @BeforeEach
    final void openStore() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void whatWasPutIsReadBack() {
        store.put("a/b/c.json", bytes("one"));
        assertThat(store.read("a/b/c.json")).asString(UTF_8).isEqualTo("one");
        assertThat(store.exists("a/b/c.json")).isTrue();
        assertThat(store.info("a/b/c.json").sizeBytes()).isEqualTo(3);
        assertThat(store.info("a/b/c.json").name()).isEqualTo("a/b/c.json");
    }

    @Test
    void putReplacesWhatWasThere() {
        store.put("x", bytes("a longer first version"));
        store.put("x", bytes("two"));
        assertThat(store.read("x")).asString(UTF_8).isEqualTo("two");
    }

    @Test
    void anEmptyObjectIsAnObject() {
        assertThat(store.putIfAbsent("empty", new byte[0])).isEqualTo(PutOutcome.STORED);
        assertThat(store.read("empty")).isEmpty();
        assertThat(store.info("empty").sizeBytes()).isZero();
        assertThat(store.putIfAbsent("empty", bytes("x"))).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void whatIsNotThereIsSaidToBeMissingByName() {
        assertThatThrownBy(() -> store.read("no/such"))
                .isInstanceOf(ObjectNotFoundException.class)
                .hasMessageContaining("no/such");
        assertThatThrownBy(() -> store.info("no/such")).isInstanceOf(ObjectNotFoundException.class);
        assertThatThrownBy(() -> {
                    try (ObjectReader reader = store.open("no/such", -1)) {
                        reader.read(0, 1);
                    }
                })
                .isInstanceOf(ObjectNotFoundException.class);
        assertThat(store.exists("no/such")).isFalse();
    }

    @Test
    void aDirectoryIsNotAnObject() {
        store.put("dir/file", bytes("x"));
        assertThat(store.exists("dir")).isFalse();
        assertThatThrownBy(() -> store.info("dir")).isInstanceOf(ObjectNotFoundException.class);
        store.delete("dir");
        assertThat(store.exists("dir/file")).isTrue();
    }

    @Test
    void deletingWhatIsNotThereIsNotAnError() {
        store.put("a/b", bytes("x"));
        store.delete("a/b");
        store.delete("a/b");
        store.delete("never/was");
        assertThat(store.exists("a/b")).isFalse();
        assertThat(deep("")).isEmpty();
    }

    @Test
    void namesAreTakenLiterally() {
        List<String> names = List.of(
                "a%20b", "a b", "a+b", "c=%2F%253A/p", "q?x", "h#1", "star*", "co:lon", "~", "ä/日本/🚀", "'\"&<>|\\x");
        for (String name : names) {
            store.put(name, bytes(name));
        }
        for (String name : names) {
            assertThat(store.read(name)).asString(UTF_8).isEqualTo(name);
        }
        assertThat(deep("")).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void namesThatLeaveTheRootAreRefused() {
        for (String name : List.of("", "/a", "a/", "a//b", ".", "..", "../a", "a/../../b", "a/./b", "a\0b")) {
            assertThatThrownBy(() -> store.put(name, bytes("x"))).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.read(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void putIfAbsentStoresOnceAndKeepsTheFirstBytes() {
        assertThat(store.putIfAbsent("_delta_log/0.json", bytes("first"))).isEqualTo(PutOutcome.STORED);
        assertThat(store.putIfAbsent("_delta_log/0.json", bytes("second"))).isEqualTo(PutOutcome.EXISTS);
        assertThat(store.read("_delta_log/0.json")).asString(UTF_8).isEqualTo("first");
        assertThat(deep("")).containsExactly("_delta_log/0.json");
    }

    @Test
    void putIfAbsentSeesWhatOtherMethodsMade() {
        store.put("put", bytes("1"));
        write("created", bytes("2"));
        assertThat(store.putIfAbsent("put", bytes("x"))).isEqualTo(PutOutcome.EXISTS);
        assertThat(store.putIfAbsent("created", bytes("x"))).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void ofSixteenThreadsExactlyOneStoresAName() throws Exception {
        int threads = 16;
        int names = 50;
        ObjectStore second = sameStoreAgain();
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<PutOutcome>>> futures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                ObjectStore mine = t % 2 == 0 ? store : second;
                futures.add(pool.submit(() -> {
                    List<PutOutcome> outcomes = new ArrayList<>();
                    for (int n = 0; n < names; n++) {
                        start.await(60, TimeUnit.SECONDS);
                        outcomes.add(mine.putIfAbsent("log/" + n, contentOf(thread)));
                        // Whoever returned, the object is there in full.
                        assertThat(mine.read("log/" + n)).hasSize(contentOf(0).length);
                    }
                    return outcomes;
                }));
            }
            List<List<PutOutcome>> outcomes = new ArrayList<>();
            for (Future<List<PutOutcome>> future : futures) {
                outcomes.add(future.get(100, TimeUnit.SECONDS));
            }
            for (int n = 0; n < names; n++) {
                List<Integer> winners = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    if (outcomes.get(t).get(n) == PutOutcome.STORED) {
                        winners.add(t);
                    }
                }
                assertThat(winners).as("winners of name %s", n).hasSize(1);
                assertThat(store.read("log/" + n)).isEqualTo(contentOf(winners.get(0)));
            }
            assertThat(deep("")).hasSize(names);
        } finally {
            pool.shutdownNow();
            second.close();
        }
    }

    @Test
    void aReaderNeverSeesHalfOfAReplacement() throws Exception {
        store.put("pointer", contentOf(0));
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<?> writer = pool.submit(() -> {
                for (int i = 1; i <= 200; i++) {
                    store.put("pointer", contentOf(i % 16));
                }
            });
            while (!writer.isDone()) {
                byte[] seen = store.read("pointer");
                assertThat(seen).isEqualTo(contentOf(seen[0]));
            }
            writer.get(60, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsAcknowledgedIsSeenThroughAnotherOpening() throws Exception {
        try (ObjectStore other = sameStoreAgain()) {
            store.put("d/put", bytes("1"));
            store.putIfAbsent("d/absent", bytes("2"));
            write("d/created", bytes("3"));
            assertThat(names(other.listFrom("d", ""))).containsExactly("d/absent", "d/created", "d/put");
            assertThat(other.read("d/created")).asString(UTF_8).isEqualTo("3");
            assertThat(other.root()).isEqualTo(store.root());
        }
    }

    @Test
    void anObjectBeingWrittenIsInvisibleUntilItIsClosed() {
        try (ObjectWriter writer = store.create("part/data.parquet")) {
            writer.write(bytes("..half"), 2, 4);
            assertThat(writer.position()).isEqualTo(4);
            assertThat(writer.name()).isEqualTo("part/data.parquet");
            assertThat(store.exists("part/data.parquet")).isFalse();
            assertThat(deep("")).isEmpty();
            assertThat(names(store.listFrom("part", ""))).isEmpty();
            writer.write(bytes(" and half"), 0, 9);
        }
        assertThat(store.read("part/data.parquet")).asString(UTF_8).isEqualTo("half and half");
    }

    @Test
    void aWriterCopiesWhatItIsGiven() {
        byte[] buffer = bytes("abc");
        try (ObjectWriter writer = store.create("copied")) {
            writer.write(buffer, 0, 3);
            Arrays.fill(buffer, (byte) 'z');
        }
        assertThat(store.read("copied")).asString(UTF_8).isEqualTo("abc");
    }

    @Test
    void anObjectThatWasGivenUpNeverAppears() {
        ObjectWriter writer = store.create("given/up");
        writer.write(bytes("x"), 0, 1);
        writer.abort();
        writer.abort();
        writer.close();
        assertThat(store.exists("given/up")).isFalse();
        assertThat(deep("")).isEmpty();
        assertThatThrownBy(() -> writer.write(bytes("x"), 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingAWriterTwiceAndAbortingItLaterChangesNothing() {
        ObjectWriter writer = store.create("done");
        writer.write(bytes("x"), 0, 1);
        writer.close();
        writer.close();
        writer.abort();
        assertThat(store.read("done")).asString(UTF_8).isEqualTo("x");
    }

    @Test
    void largeObjectsKeepEveryByte() {
        byte[] large = new byte[5 * 1024 * 1024 + 13];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >>> 11));
        }
        write("large", large);
        assertThat(store.read("large")).isEqualTo(large);
        try (ObjectReader reader = store.open("large", large.length)) {
            assertThat(reader.sizeBytes()).isEqualTo(large.length);
            byte[] target = new byte[3_000_000];
            reader.readFully(2_000_001, target, 7, 2_500_000);
            assertThat(Arrays.copyOfRange(target, 7, 2_500_007))
                    .isEqualTo(Arrays.copyOfRange(large, 2_000_001, 4_500_001));
            assertThat(reader.read(large.length - 4, 4))
                    .isEqualTo(Arrays.copyOfRange(large, large.length - 4, large.length));
            assertThat(reader.read(large.length, 0)).isEmpty();
        }
    }

    @Test
    void readingPastTheEndIsAnError() {
        store.put("short", bytes("12345"));
        try (ObjectReader reader = store.open("short", -1)) {
            assertThat(reader.sizeBytes()).isEqualTo(5);
            assertThatThrownBy(() -> reader.read(3, 3))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("short");
            assertThatThrownBy(() -> reader.read(100, 1)).isInstanceOf(StorageException.class);
            assertThat(reader.read(3, 2)).asString(UTF_8).isEqualTo("45");
        }
    }

    @Test
    void oneReaderServesManyThreads() throws Exception {
        byte[] content = contentOf(7);
        store.put("shared", content);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (ObjectReader reader = store.open("shared", -1)) {
            List<Future<?>> readers = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int offset = t;
                readers.add(pool.submit(() -> {
                    for (int i = offset; i < 1000; i += 3) {
                        assertThat(reader.read(i, 50)).isEqualTo(Arrays.copyOfRange(content, i, i + 50));
                    }
                }));
            }
            for (Future<?> future : readers) {
                future.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void listingsAreInUtf8OrderAndStartWhereAsked() {
        // The second but last sorts before the last in UTF-16 and after it in UTF-8.
        List<String> last = List.of("00.json", "01.json", "10.json", "1~", "A", "_a", "a", "a b", "é", "\uFF5E", "🚀");
        List<String> shuffled = new ArrayList<>(last);
        Collections.reverse(shuffled);
        shuffled.forEach(name -> store.put("log/" + name, bytes(name)));
        store.put("log/deeper/x", bytes("not listed"));
        store.put("logs", bytes("not inside"));
        store.put("log.txt", bytes("not inside"));

        assertThat(names(store.listFrom("log", ""))).containsExactlyElementsOf(withPrefix("log/", last));
        assertThat(names(store.listFrom("log", "01.json")))
                .containsExactlyElementsOf(withPrefix("log/", last.subList(1, last.size())));
        assertThat(names(store.listFrom("log", "01.jsom"))).startsWith("log/01.json");
        assertThat(names(store.listFrom("log", "\uFFFF"))).containsExactly("log/🚀");
        assertThat(names(store.listFrom("log", "🚁"))).isEmpty();
    }

    @Test
    void theRootIsListedByTheEmptyName() {
        store.put("b", bytes("1"));
        store.put("a", bytes("2"));
        store.put("dir/c", bytes("3"));
        assertThat(names(store.listFrom("", ""))).containsExactly("a", "b");
        assertThat(names(store.listFrom("", "b"))).containsExactly("b");
        assertThat(deep("")).containsExactlyInAnyOrder("a", "b", "dir/c");
    }

    @Test
    void listingsTellSizeNameAndTime() {
        store.put("d/x", bytes("12345"));
        try (Stream<ObjectInfo> listed = store.listFrom("d", "")) {
            ObjectInfo info = listed.toList().get(0);
            assertThat(info).isEqualTo(store.info("d/x"));
            assertThat(info.sizeBytes()).isEqualTo(5);
            assertThat(info.fileName()).isEqualTo("x");
            assertThat(info.modifiedMillis()).isPositive();
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsEmpty() {
        assertThat(names(store.listFrom("nowhere", ""))).isEmpty();
        assertThat(names(store.listFrom("", ""))).isEmpty();
        assertThat(deep("nowhere")).isEmpty();
        assertThat(deep("")).isEmpty();
    }

    @Test
    void deepListingsReachEveryDepthAndNoNeighbour() {
        List<String> inside = List.of("p=1/a", "p=1/q=2/b", "p=1/q=2/r/c");
        inside.forEach(name -> store.put(name, bytes("x")));
        store.put("p=10/d", bytes("x"));
        store.put("p", bytes("x"));
        assertThat(deep("p=1")).containsExactlyInAnyOrderElementsOf(inside);
        assertThat(deep("")).hasSize(5);
    }

    @Test
    void directoriesAreThoseDirectlyInside() {
        List.of("a", "b/x", "b/c/y", "b.c/z", "b-c/d/e", "b0/f", "c").forEach(name -> store.put(name, bytes("x")));

        assertThat(store.directories("")).containsExactlyInAnyOrder("b", "b-c", "b.c", "b0");
        assertThat(store.directories("b")).containsExactly("b/c");
        assertThat(store.directories("b/c")).isEmpty();
        assertThat(store.directories("no/such")).isEmpty();
    }

    @Test
    void aSurveyTellsOfAllObjectsOfADirectoryAndOfNoOther() {
        List.of("a", "b/x", "b/c/y", "b.c/z").forEach(name -> store.put(name, bytes("x")));

        assertThat(surveyed("", false)).containsExactly("a");
        assertThat(surveyed("", true)).containsExactlyInAnyOrder("a", "b/x", "b/c/y", "b.c/z");
        assertThat(surveyed("b", true)).containsExactlyInAnyOrder("b/x", "b/c/y");
        assertThat(surveyed("no/such", true)).isEmpty();
    }

    private List<String> surveyed(String directory, boolean deep) {
        List<String> names = new ArrayList<>();
        store.survey(directory, deep, object -> {
            names.add(object.name());
            assertThat(object).isEqualTo(store.info(object.name()));
        });
        return names;
    }

    @Test
    void whatIsDeletedTogetherIsGoneAndNothingElse() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            names.add("many/%05d".formatted(i));
        }
        names.forEach(name -> store.put(name, bytes("x")));
        store.put("many-more", bytes("x"));
        names.add("many/never-was");

        store.deleteAll(names);
        store.deleteAll(List.of());

        assertThat(deep("")).containsExactly("many-more");
    }

    @Test
    void aDirectoryWithSomethingInItIsNotTakenAway() {
        store.put("p=1/a", bytes("x"));

        assertThat(store.deleteEmptyDirectory("p=1")).isFalse();
        assertThat(store.deleteEmptyDirectory("p=2")).isFalse();
        assertThat(store.exists("p=1/a")).isTrue();
    }

    @Test
    void aListingOfManyObjectsIsComplete() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            names.add("many/%05d".formatted(i));
        }
        for (String name : names) {
            putQuickly(name);
        }
        assertThat(names(store.listFrom("many", ""))).isEqualTo(names);
        assertThat(names(store.listFrom("many", "02490"))).isEqualTo(names.subList(2490, 2500));
    }

    /** Makes a small object in whatever way is quick; durability does not matter here. */
    protected void putQuickly(String name) {
        store.put(name, new byte[] {1});
    }

    protected final void write(String name, byte[] content) {
        try (ObjectWriter writer = store.create(name)) {
            writer.write(content, 0, content.length);
        }
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    protected final List<String> deep(String directory) {
        return names(store.listDeep(directory));
    }

    protected static List<String> names(Stream<ObjectInfo> listed) {
        try (listed) {
            return listed.map(ObjectInfo::name).toList();
        }
    }

    private static List<String> withPrefix(String prefix, List<String> names) {
        assertThat(names).isSortedAccordingTo(NameOrder.UTF8);
        return names.stream().map(name -> prefix + name).toList();
    }

    /** Several thousand bytes that all say who wrote them. */
    private static byte[] contentOf(int writer) {
        byte[] content = new byte[10_000];
        Arrays.fill(content, (byte) writer);
        return content;
    }
}
