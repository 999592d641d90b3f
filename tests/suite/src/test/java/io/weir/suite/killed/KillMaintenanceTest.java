package io.weir.suite.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.killed.KillMaintenance.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A few kills of a few pieces of maintenance; {@code tests/kill-maintenance} kills all of them everywhere. */
@Timeout(7200)
class KillMaintenanceTest {
    private static final long SEED = Long.getLong("weir.killed.seed", 7);
    private static final int MOST_KILLS = Integer.getInteger("weir.killed.most", 2);
    private static final String COMMANDS = System.getProperty("weir.killed.commands", "RESTORE,VACUUM");

    @Test
    void whateverIsKilledNothingIsLostAndTheNextRunDoesTheRest() throws Exception {
        Path place = Files.createTempDirectory("weir-killed");
        KillMaintenance maintenance = new KillMaintenance(place, SEED, MOST_KILLS);
        int kills = 0;
        for (MaintenanceCommand command : commands()) {
            Report report = maintenance.run(command);
            System.out.println(report);
            kills += report.kills() - report.missed();
        }
        System.out.println(kills + " kills, seed " + SEED);
        assertThat(kills).isGreaterThan(1);
        Copies.delete(place); // only if it went well
    }

    private static List<MaintenanceCommand> commands() {
        return COMMANDS.equals("all")
                ? List.of(MaintenanceCommand.values())
                : Stream.of(COMMANDS.split(","))
                        .map(MaintenanceCommand::valueOf)
                        .toList();
    }
}
