package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Maintenance.Kind;
import io.weir.compaction.Maintenance.Step;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.simulation.SimulatedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private static final int ROWS = 12;

    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Table table = Table.create(
                    MemoryStore.create(clock),
                    TableEnvironment.standard()
                            .withClock(clock)
                            .withExecutor(Runnable::run, 1)
                            .withBackoff(Backoff.NONE))
            .schema("id BIGINT")
            .property("delta.checkpointInterval", "1000")
            .property("delta.logRetentionDuration", "interval 1 hour")
            .property("delta.deletedFileRetentionDuration", "interval 1 hour")
            .commit();

    private void fill() {
        for (long id = 0; id < ROWS; id++) {
            table.appendValues(List.<Object[]>of(new Object[] {id}));
        }
        table.alter().set("delta.checkpointInterval", "10").commit();
    }

    private List<Long> ids() {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    private static List<Kind> kinds(List<Step> steps) {
        return steps.stream().map(Step::kind).toList();
    }

    @Test
    void saysWhatATableNeedsAndChangesNothing() {
        fill();
        long version = table.latest().version();

        List<Step> plan = Maintenance.of(table).plan();

        assertThat(kinds(plan)).containsExactly(Kind.OPTIMIZE, Kind.CHECKPOINT);
        assertThat(plan.get(0).toString()).startsWith("optimize: 12 of 12 files");
        assertThat(table.latest().version()).isEqualTo(version);
    }

    @Test
    void doesWhatATableNeedsAndThenThereIsNothingLeft() {
        fill();
        List<Step> told = new ArrayList<>();

        List<Step> done = Maintenance.of(table).progress(told::add).run();

        assertThat(kinds(done)).containsExactly(Kind.OPTIMIZE, Kind.CHECKPOINT);
        assertThat(told).isEqualTo(done);
        assertThat(table.latest().fileCount()).isEqualTo(1);
        assertThat(Maintenance.of(table).run()).isEmpty();
        assertThat(ids()).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
    }

    @Test
    void deletesWhatHasExpiredOnlyIfItMay() {
        fill();
        Maintenance.of(table).run();
        clock.advance(Duration.ofHours(3));
        table.appendValues(List.<Object[]>of(new Object[] {(long) ROWS}));

        assertThat(kinds(Maintenance.of(table).plan())).contains(Kind.CLEAN_LOG, Kind.VACUUM);
        assertThat(kinds(Maintenance.of(table).run())).doesNotContain(Kind.CLEAN_LOG, Kind.VACUUM);
        assertThat(kinds(Maintenance.of(table).deleting().run())).contains(Kind.CLEAN_LOG, Kind.VACUUM);

        assertThat(kinds(Maintenance.of(table).plan())).doesNotContain(Kind.CLEAN_LOG, Kind.VACUUM);
        assertThat(ids()).isEqualTo(LongStream.rangeClosed(0, ROWS).boxed().toList());
    }
}
