package io.weir.suite.killed;

import io.weir.storage.ObjectStore;
import io.weir.suite.crashloop.Child;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Does one piece of maintenance, and kills itself on the way if it is told to. Arguments: the {@link MaintenanceCommand}, the table, the {@link Ending}, how
 * many threads, and where to say what it came to if it came to the end.
 */
final class MaintenanceProcess {
    private MaintenanceProcess() {}

    public static void main(String[] arguments) throws Exception {
        Child.dieWithParent();
        Ending ending = Ending.parse(arguments[2]);
        TableEnvironment environment =
                arguments[3].equals("1") ? MaintenanceCommand.ENVIRONMENT : TableEnvironment.standard();
        try (ObjectStore store = new EndingStore(Path.of(arguments[1]), ending)) {
            MaintenanceCommand.valueOf(arguments[0]).run(store, environment);
        }
        Files.write(Path.of(arguments[4]), ending.report());
    }
}
