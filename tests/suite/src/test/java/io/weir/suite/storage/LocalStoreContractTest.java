package io.weir.suite.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.testkit.ObjectStoreContract;
import io.weir.testkit.PutRace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreContractTest extends ObjectStoreContract {
    @TempDir
    Path directory;

    @Override
    protected ObjectStore emptyStore() {
        return ObjectStores.open(directory.resolve("a table").toUri());
    }

    @Override
    protected ObjectStore sameStoreAgain() {
        return ObjectStores.open(directory.resolve("a table").toString());
    }

    @Override
    protected void putQuickly(String name) {
        try {
            Path file = directory.resolve("a table").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofSeveralProcessesExactlyOneStoresAName() throws Exception {
        int names = 300;
        List<String> racers = List.of("one", "two", "three");
        List<Process> processes = new ArrayList<>();
        try {
            for (String racer : racers) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPathOf(PutRace.class)
                                        + java.io.File.pathSeparator
                                        + classPathOf(ObjectStore.class),
                                PutRace.class.getName(),
                                directory.resolve("a table").toString(),
                                racer,
                                Integer.toString(names))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            for (Process process : processes) {
                assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("ready");
            }
            for (Process process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            Map<Integer, String> winners = new TreeMap<>();
            for (int i = 0; i < racers.size(); i++) {
                BufferedReader output = processes.get(i).inputReader(UTF_8);
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    assertThat(winners.put(Integer.valueOf(line), racers.get(i)))
                            .as("earlier winner of %s", line)
                            .isNull();
                }
                assertThat(processes.get(i).waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(processes.get(i).exitValue()).isZero();
            }
            assertThat(winners).hasSize(names);
            winners.forEach((name, winner) ->
                    assertThat(store.read("race/" + name)).asString(UTF_8).isEqualTo(winner));
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static String classPathOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
