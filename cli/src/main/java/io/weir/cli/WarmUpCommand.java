package io.weir.cli;

import io.weir.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Does a little of everything in memory, so that the launcher can keep the classes that commands need ready for mapping. */
@Command(name = "warm-up", hidden = true, description = "Load what commands need; used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {
    private static final String TABLE = "memory://warm-up/table";

    @Override
    public Integer call() {
        try (Table table = Table.create(TABLE)
                .schema("id BIGINT NOT NULL, name STRING, at TIMESTAMP, day DATE, amount DOUBLE")
                .createIfNotExists()) {
            for (long i = 0; i < 12; i++) {
                Object[] row = {i, "n" + i, Instant.EPOCH, LocalDate.EPOCH, 0.5};
                table.appendValues(Collections.singletonList(row));
            }
        }
        for (String command : new String[] {"history", "detail", "schema", "files", "count"}) {
            for (OutputForm form : new OutputForm[] {OutputForm.table, OutputForm.jsonl}) {
                Main.run(command, TABLE, "-o", form.name());
            }
        }
        Main.run("cat", TABLE + "@v5", "--where", "id < 3", "-o", "table");
        Main.run("log", TABLE, "1");
        Main.run("cat", TABLE + "@v999");
        Main.run("ingest", "--help");
        return ExitCode.OK.number();
    }
}
