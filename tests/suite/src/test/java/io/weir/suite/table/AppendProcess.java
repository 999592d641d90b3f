package io.weir.suite.table;

import io.weir.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One process that appends rows one by one. */
final class AppendProcess {
    private AppendProcess() {}

    /** Arguments: table, first id, how many. */
    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        try (Table table = Table.open(Path.of(arguments[0]))) {
            for (long i = first; i < first + count; i++) {
                table.append(Tables.rows(i, i + 1));
            }
        }
    }

    /** Starts a process; what it says on its error stream is ours to see. */
    static Process start(Path table, long first, long count) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AppendProcess.class.getName(),
                        table.toString(),
                        Long.toString(first),
                        Long.toString(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
