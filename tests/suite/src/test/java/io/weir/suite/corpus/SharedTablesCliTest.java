package io.weir.suite.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.Main;
import io.weir.suite.RepositoryRoot;
import io.weir.suite.opinion.CanonicalText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code weir cat T@vN -o canonical} prints of every version of every shared table, and the code it exits with. */
class SharedTablesCliTest {
    private static final Pattern REFUSAL = Pattern.compile("feature[s]?=\\[?([^\\]},]*(?:, [^=\\]}]*)*)[\\]},]");

    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    /** Tables that are read by processes of their own: one for each way to end. */
    private static final List<String> BY_PROCESS = List.of(
            "dat__multi_partitioned",
            "golden__data-reader-escaped-chars",
            "gen__partition_all_types",
            "derived__unknown_reader_feature",
            "derived__missing_sidecar",
            "golden__versions-not-contiguous");

    @TempDir
    static Path scratch;

    /** What a command printed, and how it ended. */
    private record Ended(int exitCode, String output, String errors) {
        List<String> rows() {
            return CanonicalText.sorted(output.isEmpty() ? List.of() : List.of(output.split("\n")));
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTableIsPrintedAsItShould() throws IOException {
        return SharedTables.required().all().stream()
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    @Test
    void processesOfTheirOwnDoTheSame() throws Exception {
        SharedTables.required();
        Path weir = RepositoryRoot.find().resolve("weir");
        int processes = 0;
        for (SharedTables.Table table : SharedTables.required().all()) {
            if (BY_PROCESS.contains(table.id())) {
                SharedTables.Version version = table.versions().get(0);
                Path place = table.prepared(scratch.resolve("processes"));
                Ended ended = started(weir, arguments(version, place));
                assertThat(judged(version, ended)).as("%s", version).isIn("right rows", "failed as it should");
                processes++;
            }
        }
        assertThat(processes).isEqualTo(BY_PROCESS.size());
    }

    private static void check(SharedTables.Table table) throws IOException {
        Path place = table.prepared(scratch);
        List<String> wrong = new ArrayList<>();
        for (SharedTables.Version version : table.versions()) {
            String what;
            try {
                what = judged(version, inProcess(arguments(version, place)));
            } catch (AssertionError e) {
                wrong.add(version + ": " + e.getMessage());
                what = "wrong";
            }
            synchronized (COUNTS) {
                COUNTS.merge(what, 1, Integer::sum);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String[] arguments(SharedTables.Version version, Path place) {
        return new String[] {
            "cat", version.number() < 0 ? place.toString() : place + "@v" + version.number(), "-o", "canonical"
        };
    }

    private static String judged(SharedTables.Version version, Ended ended) throws IOException {
        assertThat(ended.errors()).doesNotContain("This is a defect of Weir");
        if (version.expect().equals("contested")) {
            return "contested";
        }
        if (ended.exitCode() == 6 && SharedTablesTest.notYet().containsAll(refused(ended.errors()))) {
            return "refused for now";
        }
        if (version.expect().equals("rows")) {
            assertThat(ended.exitCode()).as(ended.errors()).isZero();
            assertThat(ended.errors()).isEmpty();
            List<String> rows = ended.rows();
            assertThat(rows).as("rows").hasSize(version.facts().path("numRows").asInt());
            assertThat(SharedTables.sha256(rows))
                    .as("sum of the rows")
                    .isEqualTo(version.facts().path("rowsSha256").asText());
            return "right rows";
        }
        ErrorClass error = version.error();
        assertThat(ended.exitCode()).as("%s: %s", error, ended.errors()).isEqualTo(error.exitCode());
        assertThat(ended.errors()).startsWith("weir: ");
        return "failed as it should";
    }

    /** The features that a refusal names. */
    private static Set<String> refused(String errors) {
        Matcher matcher = REFUSAL.matcher(errors);
        return matcher.find() ? Set.of(matcher.group(1).split(", ")) : Set.of(errors);
    }

    private static Ended inProcess(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        try {
            int exitCode = Main.run(arguments);
            return new Ended(exitCode, output.toString(UTF_8), errors.toString(UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static Ended started(Path weir, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(weir.toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(scratch, "output", "");
        Path errors = Files.createTempFile(scratch, "errors", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(errors)
                .lines()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("weir: building"))
                .reduce("", (text, line) -> text + line + "\n");
        return new Ended(process.exitValue(), Files.readString(output), said);
    }

    @AfterAll
    static void tell() {
        System.out.println("Shared tables by the command line, what became of each version: " + COUNTS);
    }
}
