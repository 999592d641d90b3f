package io.weir.cli;

import io.weir.table.commit.CommitResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir restore}: a table becomes what it was. */
@Command(
        name = "restore",
        description = {
            "Make a table what it was at a version or time, as a new version.",
            "Nothing is deleted: the versions in between stay, and can be restored in turn."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir restore /tmp/flights@v1", "  weir restore /tmp/flights@-1"})
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "T@…",
            description = "Table address with the version or time to go back to.",
            converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Override
    public Integer call() {
        if (address.version() instanceof TableAddress.Version.Latest) {
            throw new UsageException(
                    "Which version? Write T@vN, T@-N or T@TIMESTAMP {table=" + address.path() + "}", null);
        }
        try (OpenTable open = OpenTable.at(address)) {
            CommitResult result = open.table().restore(open.version().version());
            ErrorReport.say(
                    "version " + result.version() + " of " + open.table().location() + " is what version "
                            + open.version().version() + " was");
        }
        return ExitCode.OK.number();
    }
}
