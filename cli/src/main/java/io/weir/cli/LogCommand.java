package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectNotFoundException;
import io.weir.table.Table;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir log}: the actions of one commit, as they stand in the log. */
@Command(
        name = "log",
        description = "Show the actions of one commit as they stand in the log.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir log /tmp/flights 0", "  weir log /tmp/flights@v3 -o jsonl"})
final class LogCommand implements Callable<Integer> {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("action", PrimitiveType.STRING, false).add("content", PrimitiveType.STRING, false);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(index = "0", paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Parameters(
            index = "1",
            paramLabel = "N",
            arity = "0..1",
            description = "Version; the one of the address if left out.")
    private @Nullable Long version;

    @Override
    public Integer call() {
        try (OpenTable open = version == null ? OpenTable.at(address) : latest()) {
            long wanted = version == null ? open.version().version() : version;
            List<String> lines = lines(open.table(), wanted, open.version().version());
            switch (output.form()) {
                case jsonl, canonical -> lines.forEach(Output::line);
                case json -> Output.line(lines.stream().collect(Collectors.joining(",", "[", "]")));
                case table, csv -> print(lines);
            }
        }
        return ExitCode.OK.number();
    }

    private OpenTable latest() {
        return OpenTable.at(new TableAddress(address.path(), new TableAddress.Version.Latest()));
    }

    private static List<String> lines(Table table, long version, long latest) {
        try {
            byte[] commit = table.store().read(LogNames.commit(version));
            return new String(commit, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (ObjectNotFoundException e) {
            throw new VersionNotFoundException(
                    version > latest
                            ? "The table does not have this version"
                            : "The commit of this version is not in the log any more",
                    Facts.of("asked", version, "latest", latest, "table", table.location()),
                    e);
        }
    }

    private void print(List<String> lines) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (String line : lines) {
            int start = line.indexOf('"');
            int end = line.indexOf('"', start + 1);
            int content = line.indexOf(':', end + 1);
            int last = line.lastIndexOf('}');
            boolean asExpected = start > 0 && end > start && content > end && last > content;
            rows.add(
                    asExpected ? line.substring(start + 1, end) : "",
                    asExpected ? line.substring(content + 1, last).strip() : line);
        }
        try (Output out = output.open(SCHEMA)) {
            out.write(rows.build());
        }
    }
}
