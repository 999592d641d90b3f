package io.weir.suite.killed;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.RepositoryRoot;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KillMaintenanceScriptTest {
    @Test
    void theScriptTellsOfEveryCommand() throws Exception {
        String script = Files.readString(RepositoryRoot.find().resolve("tests/kill-maintenance"));
        assertThat(Arrays.asList(script.split("[^A-Z0-9_]+")))
                .containsAll(Arrays.stream(MaintenanceCommand.values())
                        .map(Enum::name)
                        .toList());
    }
}
