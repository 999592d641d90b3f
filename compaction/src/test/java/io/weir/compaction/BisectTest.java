package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.compaction.bisect.BisectResult;
import io.weir.compaction.bisect.BisectResult.Before;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.log.action.AddFile;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BisectTest {
    private final MemoryStore store = MemoryStore.create();
    private final List<Object> heard = Collections.synchronizedList(new ArrayList<>());

    private Table table() {
        return Table.create(store, TableEnvironment.standard().withEvents(heard::add))
                .schema("id BIGINT, amount DOUBLE")
                .commit();
    }

    private static void append(Table table, long id, double amount) {
        table.appendValues(Collections.singletonList(new Object[] {id, amount}));
    }

    private static Table withABadRowInVersion(Table table, int version, int versions) {
        for (int i = 1; i <= versions; i++) {
            append(table, i, i == version ? -1 : i);
        }
        return table;
    }

    @Test
    void theFirstVersionIsFoundInAsManyProbesAsTheLogarithm() {
        Table table = withABadRowInVersion(table(), 13, 40);

        assertThat(Bisect.of(table, "amount < 0").run()).isEqualTo(new BisectResult(13L, Before.WITHOUT, 0, 40, 7));
        assertThat(heard).anyMatch(event -> event.toString().contains("bisecting"));
    }

    @Test
    void everyVersionCanBeTheOne() {
        for (int bad = 1; bad <= 9; bad++) {
            Table table = Table.create(MemoryStore.create(), TableEnvironment.standard())
                    .schema("id BIGINT, amount DOUBLE")
                    .commit();
            assertThat(Bisect.of(withABadRowInVersion(table, bad, 9), "amount < 0")
                            .run()
                            .version())
                    .isEqualTo(bad);
        }
    }

    @Test
    void aConditionThatIsTrueInNoneOrFromTheFirstOnIsToldAsThat() {
        Table table = withABadRowInVersion(table(), 2, 6);

        assertThat(Bisect.of(table, "amount > 100").run()).isEqualTo(new BisectResult(null, null, 0, 6, 1));
        assertThat(Bisect.of(table, "amount < 0").from(3).run())
                .isEqualTo(new BisectResult(3L, Before.NOT_ASKED, 3, 6, 2));
        assertThat(Bisect.of(table, "amount < 0").to(1).run().version()).isNull();
        assertThatThrownBy(() -> Bisect.of(table, "amount < 0").from(5).to(4).run())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aColumnThatWasNotThereYetHasNoRows() {
        Table table = table();
        append(table, 1, 1);
        table.alter().addColumns("tip DOUBLE").commit();
        table.update().set("tip", "-1").where("id = 1").commit();

        assertThat(Bisect.of(table, "tip < 0").run().version()).isEqualTo(3);
        assertThatThrownBy(() -> Bisect.of(table, "nobody < 0").run()).isInstanceOf(InvalidExpressionException.class);
    }

    @Test
    void versionsWhoseFilesAreGoneAreSaidToBeGone() {
        Table table = withABadRowInVersion(table(), 2, 8);
        List<AddFile> old = table.at(8).files().toList();
        table.overwrite().values(Collections.singletonList(new Object[] {99L, -1.0}));
        append(table, 100, -2);
        old.forEach(file -> store.delete(file.path()));

        BisectResult result = Bisect.of(table, "amount < 0").from(2).run();
        assertThat(result.version()).isEqualTo(9);
        assertThat(result.before()).isEqualTo(Before.GONE);
    }
}
