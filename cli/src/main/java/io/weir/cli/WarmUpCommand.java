package io.weir.cli;

import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Does a little of everything, so that the launcher can keep the classes that commands need ready for mapping. */
@Command(name = "warm-up", hidden = true, description = "Load what commands need; used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "An empty directory for a table and for rows.")
    @SuppressWarnings("NullAway.Init") // injected
    private Path directory;

    @Override
    public Integer call() throws IOException {
        String table = directory.resolve("table").toString();
        Path rows = directory.resolve("rows.json");
        Files.writeString(rows, "{\"id\":100,\"name\":\"a\"}\n");
        try (Table made = Table.create(table)
                .schema("id BIGINT NOT NULL, name STRING, at TIMESTAMP, day DATE, amount DOUBLE")
                .createIfNotExists()) {
            for (long i = 0; i < 12; i++) {
                Object[] row = {i, "n" + i, Instant.EPOCH, LocalDate.EPOCH, 0.5};
                made.appendValues(Collections.singletonList(row));
            }
        }
        for (String command : List.of("history", "detail", "schema", "files", "count", "cat", "stats")) {
            for (OutputForm form : List.of(OutputForm.table, OutputForm.jsonl)) {
                run(command, table, "-o", form.name());
            }
        }
        run("cat", table + "@v5", "--where", "id < 3", "-o", "table");
        run("log", table, "1");
        run("cat", table + "@v999");
        run("ingest", table, "--from", rows.toString());
        run("update", table, "--set", "amount = 1", "--where", "id = 3");
        run("delete", table, "--where", "id = 4");
        run("diff", table + "@-3", "--key", "id", "-o", "table");
        run("bisect", table, "--where", "amount = 1");
        run("optimize", table, "--dry-run");
        run("fsck", table);
        run("restore", table + "@-1", "--dry-run");
        run("ingest", "--help");
        return ExitCode.OK.number();
    }

    private static void run(String... arguments) {
        Main.run(arguments);
    }
}
