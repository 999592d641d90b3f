package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir count}: how many rows. */
@Command(
        name = "count",
        description = "Count the rows of a table, as of any version.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir count /tmp/flights@-1", "  weir count /tmp/flights --where \"delay > 60\" -o jsonl"})
final class CountCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY.add("count", PrimitiveType.LONG, false);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Option(names = "--where", paramLabel = "SQL", description = "Only rows for which this condition is true.")
    private @Nullable String where;

    @Override
    public Integer call() {
        try (OpenTable open = OpenTable.at(address)) {
            long count = Scans.of(open.version(), where, null).count();
            try (Output out = output.open(SCHEMA)) {
                out.write(new BatchBuilder(SCHEMA).add(count).build());
            }
        }
        return ExitCode.OK.number();
    }
}
