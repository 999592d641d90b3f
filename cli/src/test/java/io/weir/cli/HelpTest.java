package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The examples in the help are real: this runs every one of them. */
class HelpTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path directory;

    @Test
    void everyCommandShowsTwoInvocationsAndAllOfThemWork() throws IOException {
        Path flights = repository().resolve("examples/flights");
        assertThat(run(
                                "weir ingest /tmp/flights --from examples/flights --format json --create --max-rows-per-epoch 100000",
                                flights)
                        .exitCode())
                .isZero();
        copyDataFiles(directory.resolve("flights"), directory.resolve("parquet"));
        copyDataFiles(directory.resolve("flights"), directory.resolve("parquet-by-day/day=2001-01-05"));
        CommandLine weir = Commands.all();
        for (CommandLine command : weir.getSubcommands().values()) {
            if (command.getCommandSpec().usageMessage().hidden()
                    || command.getCommandName().equals("help")) {
                continue;
            }
            List<String> examples = examples(command);
            assertThat(examples).as(command.getCommandName()).hasSizeGreaterThanOrEqualTo(2);
            for (String example : examples) {
                Weir answer = run(example, flights);
                // a difference is what one wants to see
                int expected = command.getCommandName().equals("diff") ? ExitCode.FINDINGS.number() : 0;
                assertThat(answer.exitCode())
                        .as(example + "\n" + answer.errors())
                        .isEqualTo(expected);
            }
        }
        assertThat(examples(weir)).hasSizeGreaterThan(2);
    }

    private static void copyDataFiles(Path table, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(table)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private static List<String> examples(CommandLine command) {
        List<String> examples = new ArrayList<>();
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            String text = line.strip();
            if (text.startsWith("weir ") || text.contains("| weir ") || text.contains("<(weir ")) {
                examples.add(text);
            } else if (text.startsWith("--") && !examples.isEmpty()) {
                examples.set(examples.size() - 1, examples.get(examples.size() - 1) + " " + text);
            }
        }
        return examples;
    }

    /** Runs the part of a shell line that is ours, with the example's paths replaced. */
    private Weir run(String example, Path flights) throws IOException {
        String input = example.startsWith("zcat ") ? firstLines(flights) : "";
        String ours = example.substring(example.indexOf("weir ") + "weir ".length())
                .replaceFirst("\\)$| > /.*$", "")
                .replace("/tmp/", directory + "/")
                .replace("examples/flights", flights.toString());
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(ours);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return Weir.runWithInput(input, words.toArray(String[]::new));
    }

    private static String firstLines(Path flights) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(flights.resolve("2001-01.jsonl.gz")))) {
            String text = new String(in.readNBytes(100_000), java.nio.charset.StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        }
    }

    static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("examples/flights"))) {
            directory = Objects.requireNonNull(directory.getParent(), "not inside the repository");
        }
        return directory;
    }
}
