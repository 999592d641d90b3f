package io.weir.cli;

import io.weir.table.Alter;
import io.weir.table.Table;
import io.weir.table.alter.ColumnPosition;
import io.weir.table.commit.CommitResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir alter}: columns, properties, constraints and features of a table. */
@Command(
        name = "alter",
        description = {
            "Change columns, properties, constraints or features of a table, in one version.",
            "CHANGE is one of",
            "  set KEY=VALUE…, unset KEY…, comment-table TEXT, add-feature NAME, drop-feature NAME,",
            "  add-column \"NAME TYPE [COMMENT 'text'] [FIRST|AFTER NAME], …\", drop-column NAME…, rename-column NAME NEW,",
            "  move-column NAME first|after [OTHER], comment NAME TEXT, set-type NAME TYPE, set-not-null NAME,",
            "  drop-not-null NAME, set-default NAME SQL, drop-default NAME, add-constraint NAME SQL, drop-constraint NAME,",
            "  cluster-by NAME… (or none)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir alter /tmp/flights add-column \"gate STRING COMMENT 'where it leaves' AFTER origin\"",
            "  weir alter /tmp/flights set delta.appendOnly=false \"delta.deletedFileRetentionDuration=interval 30 days\"",
            "  weir alter /tmp/flights comment origin \"where it starts\""
        })
final class AlterCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

    @Option(names = "--if-exists", description = "Pass over properties and constraints that are not there.")
    private boolean ifExists;

    @Parameters(index = "0", paramLabel = "T", description = "Where the table is.")
    @SuppressWarnings("NullAway.Init") // injected
    private String path;

    @Parameters(index = "1", paramLabel = "CHANGE", description = "What to change; see above.")
    @SuppressWarnings("NullAway.Init") // injected
    private String change;

    @Parameters(index = "2..*", paramLabel = "ARG", description = "What the change is about.")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        try (Table table = Table.open(path)) {
            long before = table.latest().version();
            CommitResult result = change.equals("drop-feature")
                    ? table.dropFeature(argument(0, 1))
                    : asked(table.alter()).commit();
            ErrorReport.say(
                    result.version() == before
                            ? "nothing to change; version " + before + " of " + table.location()
                            : "version " + result.version() + " of " + table.location());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        return ExitCode.OK.number();
    }

    private Alter asked(Alter alter) {
        return switch (change) {
            case "set" -> alter.set(properties());
            case "unset" -> ifExists ? alter.unsetIfExists(some()) : alter.unset(some());
            case "comment-table" -> alter.comment(argument(0, 1));
            case "add-feature" -> alter.addFeature(argument(0, 1));
            case "add-column", "add-columns" -> alter.addColumns(String.join(", ", some()));
            case "drop-column", "drop-columns" -> alter.dropColumns(some());
            case "rename-column" -> alter.renameColumn(argument(0, 2), argument(1, 2));
            case "move-column" -> moved(alter);
            case "comment" -> alter.commentColumn(argument(0, 2), argument(1, 2));
            case "set-type" -> alter.changeType(argument(0, 2), argument(1, 2));
            case "set-not-null" -> alter.setNotNull(argument(0, 1));
            case "drop-not-null" -> alter.dropNotNull(argument(0, 1));
            case "set-default" -> alter.setDefault(argument(0, 2), argument(1, 2));
            case "drop-default" -> alter.dropDefault(argument(0, 1));
            case "add-constraint" -> alter.addConstraint(argument(0, 2), argument(1, 2));
            case "drop-constraint" ->
                ifExists ? alter.dropConstraintIfExists(argument(0, 1)) : alter.dropConstraint(argument(0, 1));
            case "cluster-by" ->
                some().length == 1 && some()[0].equalsIgnoreCase("none") ? alter.clusterBy() : alter.clusterBy(some());
            default ->
                throw new UsageException(
                        "There is no such change; weir alter --help lists them {change=" + change + "}", null);
        };
    }

    private Alter moved(Alter alter) {
        boolean first = arguments.size() == 2 && arguments.get(1).equalsIgnoreCase("first");
        if (first) {
            return alter.moveColumn(arguments.get(0), ColumnPosition.FIRST);
        }
        if (arguments.size() == 3 && arguments.get(1).equalsIgnoreCase("after")) {
            return alter.moveColumn(arguments.get(0), ColumnPosition.after(arguments.get(2)));
        }
        throw new UsageException(
                "move-column takes NAME first, or NAME after OTHER {arguments=" + arguments + "}", null);
    }

    private String argument(int index, int wanted) {
        if (arguments.size() != wanted) {
            throw new UsageException(
                    "The change takes another number of arguments {arguments=" + arguments + ", change=" + change
                            + ", wanted=" + wanted + "}",
                    null);
        }
        return arguments.get(index);
    }

    private String[] some() {
        if (arguments.isEmpty()) {
            throw new UsageException(
                    "The change needs arguments; weir alter --help shows them {change=" + change + "}", null);
        }
        return arguments.toArray(String[]::new);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String argument : some()) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("A property is KEY=VALUE {found=" + argument + "}", null);
            }
            properties.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return properties;
    }
}
