package io.weir.suite.damage;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.CheckReport;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Damages each file of a table in turn, asks the table and fsck, and puts the file back. What is not as it should be is a {@link
 * Miss}.
 */
final class DamageSweep {
    /** What went wrong. */
    enum Outcome {
        /** Something was thrown that is none of the declared errors. */
        UNDECLARED,
        /** Another answer without an error, although the table could have known. */
        WRONG_ANSWER,
        /** Another answer without an error, which fsck does not find either. */
        WRONG_AND_NOT_FOUND,
        /** The answers are right and fsck finds nothing. */
        NOT_FOUND
    }

    /** A damage that had the wrong effect. */
    record Miss(Outcome outcome, Damage damage, String detail) {}

    private static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1);

    private final ObjectStore store;
    private final Predicate<String> damaged;
    private final List<String> predicates;
    private final List<Long> versions;
    private final Map<String, String> expected;
    private final List<Miss> misses = new ArrayList<>();
    private int damages;

    /** @param files which are damaged */
    DamageSweep(ObjectStore store, List<String> predicates, Predicate<String> files) {
        this.store = store;
        this.damaged = files;
        this.predicates = predicates;
        long newest = Table.open(store, ENVIRONMENT).latest().version();
        this.versions =
                LongStream.rangeClosed(Math.max(0, newest - 3), newest).boxed().toList();
        this.expected = Answers.of(store, ENVIRONMENT, versions, predicates);
    }

    int damages() {
        return damages;
    }

    /** @param places damaged of each file */
    List<Miss> run(int places, long seed) {
        Random random = new Random(seed);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            all.filter(object -> damaged.test(object.name()))
                    .forEach(object -> files.put(object.name(), store.read(object.name())));
        }
        files.forEach((name, bytes) -> {
            for (Damage damage : Damage.of(name, bytes, places, random)) {
                damages++;
                byte[] damaged = damage.on(bytes);
                if (damaged == null) {
                    store.delete(name);
                } else {
                    store.put(name, damaged);
                }
                look(damage);
                store.put(name, bytes);
            }
        });
        return misses;
    }

    private void look(Damage damage) {
        try {
            Map<String, String> answers = Answers.of(store, ENVIRONMENT, versions, predicates);
            String wrong = wrong(answers);
            CheckReport report = Fsck.of(store, ENVIRONMENT).deep().check();
            boolean found = !report.findings().isEmpty();
            if (!wrong.isEmpty()) {
                misses.add(new Miss(found ? Outcome.WRONG_ANSWER : Outcome.WRONG_AND_NOT_FOUND, damage, wrong));
            } else if (!found) {
                misses.add(new Miss(Outcome.NOT_FOUND, damage, ""));
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            StackTraceElement[] stack = e.getStackTrace();
            misses.add(new Miss(
                    Outcome.UNDECLARED,
                    damage,
                    e + (stack.length > 0 ? " at " + stack[0] + " " + stack[Math.min(3, stack.length - 1)] : "")));
        }
    }

    /** The questions that have another answer, which is no error. */
    private String wrong(Map<String, String> answers) {
        if (answers.containsKey("open")) {
            return "";
        }
        List<String> wrong = new ArrayList<>();
        expected.forEach((question, answer) -> {
            String now = answers.getOrDefault(question, "none");
            if (!now.equals(answer) && !now.equals(Answers.ERROR)) {
                wrong.add(question);
            }
        });
        return String.join(", ", wrong);
    }
}
