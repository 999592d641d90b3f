package io.weir.suite.concurrency;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.commit.Conflict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OperationPairsTest {
    private static final int OPERATIONS = 12;

    @Test
    void everyPairOfOperationsEndsAsThePageSays() {
        Map<Encounter, String> page = ConcurrencyPage.read();
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();

        page.forEach((encounter, said) -> {
            Encounter.Result result = encounter.meet();
            outcomes.merge(result.outcome(), 1, Integer::sum);
            if (!word(result.outcome()).equals(said)) {
                wrong.add(encounter + ": " + result.outcome() + " instead of " + said);
            } else if (!encounter.serial(result.outcome()).contains(result.content())) {
                wrong.add(encounter + ": as if neither order had been kept: " + result.content());
            }
        });

        System.out.println("Pairs of operations: " + page.size() + ", outcomes " + outcomes);
        assertThat(wrong).isEmpty();
    }

    @Test
    void thePageHasEveryPair() {
        Map<Encounter, String> page = ConcurrencyPage.read();

        assertThat(Operation.values()).hasSize(OPERATIONS);
        assertThat(page).hasSize(6 * OPERATIONS * OPERATIONS);
    }

    /** How the page calls an outcome. */
    private static String word(String outcome) {
        Map<Conflict.Kind, String> words = new EnumMap<>(Conflict.Kind.class);
        words.put(Conflict.Kind.METADATA_CHANGED, "metadata");
        words.put(Conflict.Kind.PROTOCOL_CHANGED, "protocol");
        words.put(Conflict.Kind.CONCURRENT_APPEND, "added");
        words.put(Conflict.Kind.CONCURRENT_DELETE_READ, "removed");
        words.put(Conflict.Kind.CONCURRENT_DELETE_DELETE, "removed");
        words.put(Conflict.Kind.CONCURRENT_TRANSACTION, "application");
        words.put(Conflict.Kind.CONCURRENT_DOMAIN_METADATA, "domain");
        return outcome.equals(Encounter.BOTH) ? outcome : requireNonNull(words.get(Conflict.Kind.valueOf(outcome)));
    }
}
