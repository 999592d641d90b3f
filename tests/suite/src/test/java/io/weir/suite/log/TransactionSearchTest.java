package io.weir.suite.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import io.weir.log.commit.LogNames;
import io.weir.log.commit.TransactionSearch;
import io.weir.log.commit.TransactionSearch.Found;
import io.weir.log.commit.VersionChecksum;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.testkit.CountingStore;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransactionSearchTest {
    private static final int VERSIONS = 1000;

    private final ObjectStore inner = ObjectStores.open("memory://" + UUID.randomUUID() + "/t");
    private final CountingStore store = new CountingStore(inner);

    /** Version v takes step v / 2 of one application where v is even, and none elsewhere; step 100 is passed over. */
    private void log(boolean checksums) {
        for (int version = 0; version < VERSIONS; version++) {
            SetTransaction step = new SetTransaction("app", version / 2, 5L);
            boolean takes = version % 2 == 0 && version != 200;
            List<Action> actions = takes ? List.of(step) : List.of(new SetTransaction("other", version, 5L));
            inner.put(LogNames.commit(version), ActionCodec.write(actions));
            if (checksums) {
                SetTransaction at = version == 200 || version == 201 ? new SetTransaction("app", 99, 5L) : step;
                new VersionChecksum(
                                null,
                                0,
                                0,
                                null,
                                List.of(at),
                                List.of(),
                                Metadata.builder("id").build(),
                                new Protocol(1, 2))
                        .store(inner, version);
            }
        }
    }

    private Found find(long step) {
        return TransactionSearch.in(store).find("app", step, VERSIONS - 1, 499);
    }

    @Test
    void theNewestStepTakesAFewRequests() {
        log(true);
        assertThat(find(499)).isEqualTo(new Found.In(998));
        assertThat(store.drain()).hasSize(3).allMatch(request -> request.contains(".crc"));
    }

    @Test
    void anOldStepTakesARequestForEachHalving() {
        log(true);
        for (long step = 0; step < 499; step++) {
            assertThat(find(step)).isEqualTo(step == 100 ? new Found.PassedOver(202) : new Found.In(2 * step));
            assertThat(store.drain()).hasSizeLessThanOrEqualTo(19);
        }
    }

    @Test
    void withoutChecksumsEntriesAreRead() {
        log(false);
        for (long step = 0; step < 499; step += 7) {
            assertThat(find(step)).isEqualTo(new Found.In(2 * step));
        }
        assertThat(find(100)).isEqualTo(new Found.PassedOver(202));
    }

    @Test
    void severalQuestionsCostLittleMoreThanOne() {
        log(false);
        TransactionSearch search = TransactionSearch.in(store);
        for (long step = 400; step < 499; step++) {
            assertThat(search.find("app", step, VERSIONS - 1, 499)).isEqualTo(new Found.In(2 * step));
        }
        assertThat(store.drain().stream().filter(request -> request.contains(".json")))
                .hasSizeLessThanOrEqualTo(210);
    }

    @Test
    void whatTheLogHasForgottenIsNotTold() {
        log(false);
        for (int version = 0; version < 500; version++) {
            inner.delete(LogNames.commit(version));
        }
        assertThat(find(300)).isEqualTo(new Found.In(600));
        assertThat(find(100)).isEqualTo(new Found.Untold());
        inner.put(LogNames.commit(600), new byte[] {'{'});
        assertThat(find(300)).as("an entry that is damaged does not tell").isEqualTo(new Found.Untold());
    }
}
