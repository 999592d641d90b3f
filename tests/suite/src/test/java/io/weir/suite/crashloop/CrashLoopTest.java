package io.weir.suite.crashloop;

import io.weir.suite.crashloop.CrashLoop.Mode;
import io.weir.suite.crashloop.CrashLoop.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short crash loop; {@code tests/crash-loop 1000} is a long one. */
@Timeout(7200)
class CrashLoopTest {
    private static final Settings SETTINGS = new Settings(
            Integer.getInteger("weir.crashloop.kills", 30),
            Long.getLong("weir.crashloop.seed", 5),
            Mode.valueOf(System.getProperty("weir.crashloop.mode", "continuous")
                    .toUpperCase(Locale.ROOT)
                    .replace('-', '_')),
            Boolean.getBoolean("weir.crashloop.maintenance"),
            Boolean.getBoolean("weir.crashloop.broker"));

    @Test
    void whoeverIsKilledEveryRecordIsThereOnceAndInOrder() throws Exception {
        Path directory = Files.createTempDirectory("weir-crash-loop");
        CrashLoop.run(SETTINGS, directory);
        deleteAll(directory); // only if it went well
    }

    private static void deleteAll(Path directory) throws Exception {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
