package io.weir.suite.pipeline;

import io.weir.pipeline.BadRecords;
import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Summary;
import io.weir.pipeline.Trigger;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.Source;
import io.weir.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process that ingests: what the tests start and kill. */
final class IngestProcess {
    private IngestProcess() {}

    /** Arguments: table, quarantine, source ({@code -} is standard input), rows an epoch, and the rows to wait for, or 0 to take what is there. */
    public static void main(String[] arguments) throws InterruptedException {
        Path table = Path.of(arguments[0]);
        Source source = arguments[2].equals("-")
                ? Sources.standardInput(FileFormat.JSON)
                : arguments[2].endsWith(".parquet")
                        ? Sources.parquet(Path.of(arguments[2]))
                        : Sources.json(Path.of(arguments[2]));
        long rowsWanted = Long.parseLong(arguments[4]);
        Query query = Query.from(source)
                .to(table)
                .create()
                .onBadRecord(BadRecords.quarantine(Path.of(arguments[1])))
                .maxRowsPerEpoch(Long.parseLong(arguments[3]))
                .trigger(rowsWanted > 0 ? Trigger.asFastAsPossible() : Trigger.availableNow());
        if (arguments[2].equals("-")) {
            query.appId("stdin");
        }
        RunningQuery running = query.start();
        while (rowsWanted > 0 && running.isActive() && !(Table.exists(table) && rows(table) >= rowsWanted)) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Summary summary = rowsWanted > 0 ? running.stop() : running.await();
        System.out.println("rows=" + summary.rowsOut() + " epochs=" + summary.epochs());
    }

    private static long rows(Path path) {
        try (Table table = Table.open(path)) {
            return table.count();
        }
    }

    /** Starts a process; what it says on its error stream is ours to see. */
    static Process start(Path table, Path quarantine, String source, long epochRows, long rowsWanted)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(IngestProcess.class.getName());
        command.addAll(List.of(
                table.toString(), quarantine.toString(), source, Long.toString(epochRows), Long.toString(rowsWanted)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Pours a file into a process as long as that takes it. */
    static void feed(Process process, Path file) {
        Thread feeder = new Thread(
                () -> {
                    try (OutputStream in = process.getOutputStream()) {
                        Files.copy(file, in);
                    } catch (IOException e) {
                        // the process was killed
                    }
                },
                "feed");
        feeder.setDaemon(true);
        feeder.start();
    }
}
