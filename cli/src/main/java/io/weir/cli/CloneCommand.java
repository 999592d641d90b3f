package io.weir.cli;

import io.weir.table.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir clone}: a new table that is what another is. */
@Command(
        name = "clone",
        description = {
            "Make a new table that is what a table is at a version.",
            "It has copies of all files; with --shallow it names the files of the table, and is not readable any more when these are vacuumed."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir clone /tmp/flights /tmp/copy", "  weir clone /tmp/flights@v1 /tmp/sketch --shallow"})
final class CloneCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(names = "--shallow", description = "Copy no file; name those of the table.")
    private boolean shallow;

    @Parameters(index = "0", paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Parameters(index = "1", paramLabel = "DEST", description = "Where the new table shall be.")
    @SuppressWarnings("NullAway.Init") // injected
    private String destination;

    @Override
    public Integer call() {
        try (ProgressBar bar = ProgressBar.onStandardError();
                OpenTable open = OpenTable.at(address, bar);
                Table clone = shallow
                        ? open.version().cloneTo(destination)
                        : open.version().copyTo(destination)) {
            ErrorReport.say("version " + clone.known().version() + " of " + clone.location() + " is version "
                    + open.version().version() + " of " + open.table().location());
        }
        return ExitCode.OK.number();
    }
}
