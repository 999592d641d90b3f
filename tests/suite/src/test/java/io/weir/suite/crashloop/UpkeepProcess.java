package io.weir.suite.crashloop;

import io.weir.compaction.LogCleanup;
import io.weir.compaction.Optimize;
import io.weir.compaction.Vacuum;
import io.weir.log.error.CommitConflictException;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Looks after the first table until it is killed. Arguments: the role, and the directory of the loop. */
final class UpkeepProcess {
    private static final long TARGET_BYTES = 64 << 10;
    private static final long PAUSE_MILLIS = 200;

    private UpkeepProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Child.dieWithParent();
        Role role = Role.valueOf(arguments[0]);
        Places places = new Places(Path.of(arguments[1]));
        Death death = Death.ofThisProcess();
        boolean ready = false;
        while (true) {
            if (Table.exists(places.first())) {
                try (Table table = Table.open(MortalStore.at(places.first(), death), TableEnvironment.standard())) {
                    if (!ready) {
                        System.out.println(Child.READY);
                        ready = true;
                    }
                    turn(role, table);
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static void turn(Role role, Table table) {
        if (role == Role.CLEANER) {
            Vacuum.of(table).run();
            LogCleanup.of(table).run();
            return;
        }
        try {
            Optimize.of(table).targetBytes(TARGET_BYTES).run();
        } catch (CommitConflictException e) {
            System.err.println("not this time: " + e.getMessage());
        }
    }
}
