package io.weir.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.net.URI;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FaultStoreTest extends ObjectStoreContract {
    private final URI address = URI.create("memory://" + UUID.randomUUID());
    private final MemoryStore under = MemoryStore.create();
    private final FaultStore faulty = FaultStore.over(under);

    @Override
    protected ObjectStore emptyStore() {
        return FaultStore.over(MemoryStore.shared(address));
    }

    @Override
    protected ObjectStore sameStoreAgain() {
        return FaultStore.over(MemoryStore.shared(address));
    }

    @Test
    void aRefusedRequestDoesNothingAndTheNextOneWorks() {
        faulty.next(StoreOperation.PUT_IF_ABSENT, Fault.REFUSED);
        StorageException failure =
                catchThrowableOfType(StorageException.class, () -> faulty.putIfAbsent("a", bytes("1")));
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(under.exists("a")).isFalse();
        assertThat(faulty.putIfAbsent("a", bytes("2"))).isEqualTo(PutOutcome.STORED);
        assertThat(faulty.unusedRules()).isZero();
    }

    @Test
    void aLostAnswerAndALostRequestLookTheSame() {
        faulty.next(StoreOperation.PUT_IF_ABSENT, Fault.ANSWER_LOST)
                .next(StoreOperation.PUT_IF_ABSENT, Fault.REQUEST_LOST);
        StorageException answer =
                catchThrowableOfType(StorageException.class, () -> faulty.putIfAbsent("x", bytes("1")));
        boolean stored = under.exists("x");
        under.delete("x");
        StorageException request =
                catchThrowableOfType(StorageException.class, () -> faulty.putIfAbsent("x", bytes("1")));
        assertThat(answer.outcomeUnknown()).isTrue();
        assertThat(request.outcomeUnknown()).isTrue();
        assertThat(answer).hasMessage(request.getMessage());
        assertThat(stored).isTrue();
        assertThat(under.exists("x")).isFalse();
    }

    @Test
    void rulesWaitForTheirNameAndOperation() {
        faulty.next(StoreOperation.PUT, "second", Fault.BROKEN);
        faulty.put("first", bytes("1"));
        faulty.create("second").abort();
        assertThat(faulty.unusedRules()).isEqualTo(1);
        assertThatThrownBy(() -> faulty.put("the second", bytes("2"))).isInstanceOf(StorageException.class);
        assertThat(faulty.unusedRules()).isZero();
    }

    @Test
    void somethingElseCanHappenFirst() {
        faulty.before(StoreOperation.PUT_IF_ABSENT, "0.json", () -> under.put("log/0.json", bytes("theirs")));
        assertThat(faulty.putIfAbsent("log/0.json", bytes("ours"))).isEqualTo(PutOutcome.EXISTS);
    }

    @Test
    void aCutReadFails() {
        under.put("a", bytes("12345678"));
        faulty.next(StoreOperation.READ_RANGE, Fault.REFUSED);
        assertThatThrownBy(() -> faulty.open("a", -1).close()).isInstanceOf(StorageException.class);
        faulty.next(StoreOperation.READ, Fault.CUT);
        assertThatThrownBy(() -> faulty.read("a")).isInstanceOf(StorageException.class);
        FaultStore second = FaultStore.over(under);
        try (ObjectReader reader = second.open("a", -1)) {
            second.next(StoreOperation.READ_RANGE, Fault.CUT);
            byte[] target = new byte[8];
            assertThatThrownBy(() -> reader.readFully(0, target, 0, 8)).isInstanceOf(StorageException.class);
            assertThat(new String(target, UTF_8)).startsWith("1234").doesNotContain("5");
            assertThat(reader.read(0, 8)).isEqualTo(bytes("12345678"));
        }
    }

    @Test
    void aFullDiskInTheMiddleOfAnObjectLeavesNothing() {
        faulty.next(StoreOperation.WRITE, Fault.DISK_FULL);
        ObjectWriter writer = faulty.create("data");
        assertThatThrownBy(() -> writer.write(bytes("1"), 0, 1)).hasMessageContaining("disk is full");
        writer.close();
        assertThat(under.exists("data")).isFalse();
    }

    @Test
    void aStoppedProcessDoesNothingMore() {
        faulty.next(StoreOperation.PUT, Fault.STOP_AFTER);
        assertThatThrownBy(() -> faulty.put("a", bytes("1"))).isInstanceOf(ProcessStopped.class);
        assertThatThrownBy(() -> faulty.delete("a")).isInstanceOf(ProcessStopped.class);
        assertThatThrownBy(() -> faulty.read("a")).isInstanceOf(ProcessStopped.class);
        assertThat(faulty.isStopped()).isTrue();
        assertThat(under.read("a")).isEqualTo(bytes("1"));
    }

    @Test
    void chanceFollowsItsSeed() {
        assertThat(failuresOf(7)).isEqualTo(failuresOf(7)).isBetween(50, 150);
    }

    private static int failuresOf(long seed) {
        ObjectStore store = FaultStore.random(MemoryStore.create(), new SplittableRandom(seed), 0.1);
        int failures = 0;
        for (int i = 0; i < 1000; i++) {
            try {
                store.put("x", new byte[1]);
            } catch (StorageException e) {
                failures = failures + 1;
            }
        }
        return failures;
    }
}
