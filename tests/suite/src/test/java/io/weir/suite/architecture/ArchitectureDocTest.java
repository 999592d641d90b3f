package io.weir.suite.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.suite.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code ARCHITECTURE.md} names only what is there. In backticks it may name a package ({@code io.weir.log}), a type ({@code
 * Snapshot}, {@code Snapshot.Part}), a method of one ({@code ObjectStore.putIfAbsent}), a path ({@code log/}, {@code
 * .ci/run}); other things in backticks (a command, a file of a table) are left alone.
 */
class ArchitectureDocTest {
    private static final Pattern NAMED = Pattern.compile("`([^`\n]+)`");
    private static final Pattern PACKAGE = Pattern.compile("io\\.weir(\\.[a-z]+)*");
    private static final Pattern TYPE = Pattern.compile(
            "(io\\.weir(?:\\.[a-z]+)*\\.)?([A-Z][a-z0-9][A-Za-z0-9]*)((?:\\.[A-Za-z0-9]+)*)(\\(.*\\))?");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/-]+/[A-Za-z0-9._/-]*");

    @Test
    void everyTypeAndPathNamedInTheArchitectureIsThere() throws IOException {
        Path root = RepositoryRoot.find();
        Map<String, String> sources = sourcesByType(root);
        List<String> named = namesIn(Files.readString(root.resolve("ARCHITECTURE.md")));
        List<String> gone = new ArrayList<>();
        int checked = 0;
        for (String name : named) {
            Matcher type = TYPE.matcher(name);
            if (PACKAGE.matcher(name).matches()) {
                checked++;
                if (sources.values().stream().noneMatch(source -> source.contains("package " + name + ";"))) {
                    gone.add(name);
                }
            } else if (type.matches()) {
                checked++;
                if (!typeIsThere(sources, type)) {
                    gone.add(name);
                }
            } else if (PATH.matcher(name).matches() && !name.startsWith("_delta_log")) {
                checked++;
                if (!Files.exists(root.resolve(name))) {
                    gone.add(name);
                }
            }
        }
        assertThat(gone).as("named in ARCHITECTURE.md and gone").isEmpty();
        assertThat(checked).as("names that were checked").isGreaterThan(30);
    }

    private static boolean typeIsThere(Map<String, String> sources, Matcher type) {
        String source = sources.get(type.group(2));
        if (source == null) {
            return false;
        }
        if (type.group(1) != null && !source.contains("package " + type.group(1).replaceFirst("\\.$", "") + ";")) {
            return false;
        }
        for (String member : type.group(3).split("\\.")) {
            if (!member.isEmpty()
                    && !Pattern.compile("\\b" + member + "\\b").matcher(source).find()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> namesIn(String document) {
        String withoutBlocks = document.replaceAll("(?s)```.*?```", "");
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Matcher matcher = NAMED.matcher(withoutBlocks);
        while (matcher.find()) {
            if (seen.add(matcher.group(1))) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static Map<String, String> sourcesByType(Path root) throws IOException {
        Map<String, String> sources = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(file -> file.toString().endsWith(".java")
                            && !file.toString().contains("/target/"))
                    .toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".java", "");
            sources.merge(name, Files.readString(file), (a, b) -> a + "\n" + b); // package-info is many
        }
        return sources;
    }
}
