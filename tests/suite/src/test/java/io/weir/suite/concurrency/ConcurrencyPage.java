package io.weir.suite.concurrency;

import static java.util.Objects.requireNonNull;

import io.weir.suite.RepositoryRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of {@code docs/reference/concurrency.md}, which say of each pair of operations what happens. */
final class ConcurrencyPage {
    private static final Pattern HEADING =
            Pattern.compile("<!-- pairs: isolation=(\\w+), deletion vectors=(on|off), place=(\\w+) -->");

    private static final Map<String, Place> PLACES =
            Map.of("SAME_ROWS", Place.SAME_ROWS, "SAME_FILE", Place.SAME_FILE, "ELSEWHERE", Place.ELSEWHERE);

    private ConcurrencyPage() {}

    static Path path() {
        return RepositoryRoot.find().resolve("docs/reference/concurrency.md");
    }

    /** What the page says, by what it says it of. */
    static Map<Encounter, String> read() {
        List<String> lines;
        try {
            lines = Files.readAllLines(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Encounter, String> said = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher heading = HEADING.matcher(lines.get(i));
            if (heading.matches()) {
                table(heading, lines.subList(i + 1, lines.size()), said);
            }
        }
        return said;
    }

    private static void table(Matcher heading, List<String> lines, Map<Encounter, String> said) {
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("|")) {
                rows.add(cells(line));
            } else if (!rows.isEmpty()) {
                break;
            }
        }
        List<String> winners = rows.get(0);
        for (List<String> row : rows.subList(2, rows.size())) {
            for (int i = 1; i < row.size(); i++) {
                Encounter encounter = new Encounter(
                        heading.group(2).equals("on"),
                        heading.group(1),
                        Operation.named(winners.get(i)),
                        Operation.named(row.get(0)),
                        requireNonNull(PLACES.get(heading.group(3))));
                said.put(encounter, row.get(i));
            }
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(cell -> cell.strip().replace("**", ""))
                .toList();
    }
}
