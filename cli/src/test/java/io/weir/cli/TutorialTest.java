package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial is run as it stands, command by command, and what it shows is compared with what is printed. */
class TutorialTest {
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern HEREDOC = Pattern.compile("cat > (\\S+) <<'EOF'");
    private static final String ANYTHING = "…";

    @TempDir
    Path directory;

    /** A command and the lines below it. */
    private record Step(String command, List<String> below) {}

    @BeforeEach
    void aTerminal() {
        System.setProperty("weir.stdout.tty", "true");
    }

    @AfterEach
    void noTerminal() {
        System.clearProperty("weir.stdout.tty");
    }

    @Test
    void everyCommandOfTheTutorialPrintsWhatThePageShows() throws IOException {
        int commands = 0;
        for (Step step : steps(Files.readString(HelpTest.repository().resolve("docs/tutorial/README.md")))) {
            Matcher heredoc = HEREDOC.matcher(step.command());
            if (heredoc.matches()) {
                List<String> lines = step.below().subList(0, step.below().indexOf("EOF"));
                Files.writeString(directory.resolve(heredoc.group(1)), String.join("\n", lines) + "\n");
            } else if (step.command().startsWith("rm -r ")) {
                delete(directory.resolve(step.command().substring("rm -r ".length())));
            } else if (step.command().startsWith("weir ")) {
                run(step);
                commands++;
            } else {
                assertThat(step.command()).matches("(alias weir=|mkdir |cd ).*");
            }
        }
        assertThat(commands).isGreaterThan(25);
    }

    private static List<Step> steps(String page) {
        List<Step> steps = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(page);
        while (blocks.find()) {
            for (String line : blocks.group(1).split("\n", -1)) {
                if (line.startsWith("$ ")) {
                    steps.add(new Step(line.substring(2), new ArrayList<>()));
                } else if (!line.isEmpty()) {
                    steps.get(steps.size() - 1).below().add(line);
                }
            }
        }
        return steps;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private void run(Step step) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(step.command().substring("weir ".length()));
        while (matcher.find()) {
            String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            words.add(isFile(word) ? directory.resolve(word).toString() : word);
        }
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        int exitCode = show(screen, words.toArray(String[]::new));
        // on a terminal the line of a version is written over
        String printed = screen.toString(StandardCharsets.UTF_8)
                .replaceAll("(?m)^version \\d+  .*\n", "")
                .replaceAll("(?m)\\s+$", "");
        assertThat(exitCode).as(step.command() + "\n" + printed).isIn(0, 1, 5);
        assertThat(oneSpace(printed)).as(step.command()).matches(shape(step.below()));
    }

    /** Both streams in one, as a terminal has them. */
    private static int show(ByteArrayOutputStream screen, String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(screen, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            return Main.run(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** How wide a column is, times of other lengths decide, too. */
    private static String oneSpace(String text) {
        return text.replaceAll(" +", " ").replaceAll("-{2,}", "--").replaceAll("(?m)^ ", "");
    }

    private static boolean isFile(String word) {
        return word.equals("orders") || word.startsWith("orders@") || word.endsWith(".csv");
    }

    /** Lines in their order; the dots stand for anything, and on a line of their own for any lines. */
    private static Pattern shape(List<String> lines) {
        StringBuilder regex = new StringBuilder();
        for (String line : lines) {
            if (line.equals(ANYTHING)) {
                regex.append("(?:.*\n)*?");
                continue;
            }
            String[] parts = oneSpace(line).split(ANYTHING, -1);
            for (int i = 0; i < parts.length; i++) {
                regex.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
            }
            regex.append("\n");
        }
        return Pattern.compile(
                regex.isEmpty() ? "(?s).*" : regex.substring(0, Math.max(0, regex.length() - 1)) + "\n?");
    }
}
