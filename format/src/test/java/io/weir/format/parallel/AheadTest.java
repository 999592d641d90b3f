package io.weir.format.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AheadTest {
    @Test
    void aThreadOfTheExecutorWaitsForWorkThatNobodyElseCanBegin() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            assertThat(one.submit(() -> Ahead.start(() -> 7, one).join()).get(10, TimeUnit.SECONDS))
                    .isEqualTo(7);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void workIsDoneOnceWhoeverBeginsIt() {
        List<Runnable> later = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        Ahead<Integer> ahead = Ahead.start(done::incrementAndGet, later::add);
        assertThat(done).hasValue(0);

        assertThat(ahead.join()).isEqualTo(1);
        later.forEach(Runnable::run);
        assertThat(ahead.join()).isEqualTo(1);
        assertThat(done).hasValue(1);
    }

    @Test
    void whatWasThrownIsThrownToWhoWaits() {
        Ahead<Integer> ahead = Ahead.start(
                () -> {
                    throw new ArithmeticException("on purpose");
                },
                Runnable::run);

        assertThatThrownBy(ahead::join).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(ahead::join).isInstanceOf(ArithmeticException.class);
    }
}
