package io.weir.table.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.log.error.CommitConflictException;
import io.weir.log.error.Facts;
import io.weir.log.error.FilesRearrangedException;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatementTest {
    private final List<Integer> pauses = new ArrayList<>();
    private final TableEnvironment environment = TableEnvironment.standard().withBackoff(pauses::add);
    private final AtomicInteger rounds = new AtomicInteger();

    private static CommitConflictException moved() {
        return new FilesRearrangedException("Moved", Facts.of("file", "f"));
    }

    @Test
    void isDoneAgainAsLongAsFilesWereOnlyRearranged() {
        int result = Statement.carryOut(environment, () -> {
            if (rounds.incrementAndGet() < 4) {
                throw moved();
            }
            return rounds.get();
        });

        assertThat(result).isEqualTo(4);
        assertThat(pauses).containsExactly(1, 2, 3);
    }

    @Test
    void givesUpInTheEnd() {
        assertThatThrownBy(() -> Statement.carryOut(environment, () -> {
                    rounds.incrementAndGet();
                    throw moved();
                }))
                .isInstanceOf(FilesRearrangedException.class);
        assertThat(rounds).hasValue(10);
    }

    @Test
    void isNotDoneAgainWhereRowsChanged() {
        assertThatThrownBy(() -> Statement.carryOut(environment, () -> {
                    rounds.incrementAndGet();
                    throw new CommitConflictException("Changed", Facts.of("file", "f"));
                }))
                .hasMessageStartingWith("Changed");
        assertThat(rounds).hasValue(1);
    }
}
