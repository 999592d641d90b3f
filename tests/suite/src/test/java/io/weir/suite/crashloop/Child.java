package io.weir.suite.crashloop;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of ours: a main class of the tests in a JVM that starts fast. What it says on its standard output are lines to wait for. */
public final class Child implements AutoCloseable {
    /** How a process says that it is at work. */
    static final String READY = "ready";

    /** The exit code of a process that was killed by SIGKILL. */
    public static final int KILLED = 137;

    private static final int PARENT_IS_GONE = 3;

    /** Neither Spark nor its logger: without them a JVM is at work in half the time. */
    private static final List<String> NOT_NEEDED = List.of(
            "/org/apache/spark/",
            "/org/apache/hive/",
            "/org/apache/hadoop/",
            "/io/delta/",
            "/io/netty/",
            "/org/datanucleus/",
            "log4j-slf4j2-impl",
            "log4j-1.2-api");

    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                            .split(File.pathSeparator))
            .filter(entry -> NOT_NEEDED.stream().noneMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));

    private final Process process;
    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "lines of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param errors to which it appends what it says on its standard error
     * @param options of the JVM
     */
    public static Child start(Path errors, Class<?> main, List<String> options, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(options);
        command.addAll(List.of("-cp", CLASS_PATH, main.getName()));
        command.addAll(arguments);
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start());
    }

    /** To be called by a process that must not live longer than who started it. */
    public static void dieWithParent() {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {}
                    } catch (IOException e) {
                        // nobody is there either
                    }
                    Runtime.getRuntime().halt(PARENT_IS_GONE);
                },
                "parent");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // it is dead, and has said what it has said
        }
    }

    /** The first line of the process that begins so, or "" if none comes in that time. */
    String await(String prefix, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (line.startsWith(prefix)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    return "";
                }
                lines.wait(Math.min(left, 100));
            }
        }
    }

    public boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits for the end, and for the last of its lines. */
    public int exitCode() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    /** {@code kill -9}; returns when it is dead. */
    public int kill() throws InterruptedException {
        process.destroyForcibly();
        return exitCode();
    }

    /** Sends a signal: {@code TERM}, {@code STOP}, {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void say(String line) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
