package io.weir.suite.crashloop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Puts files of records into the directory for as long as it lives. What it has put there is what is there: files are numbered, and each has as many
 * records as any other.
 *
 * <p>Arguments: the directory of the loop, and how many files at most, or -1.
 */
final class DropProcess {
    static final int RECORDS = 60;

    private static final int LONGEST_PAUSE_MILLIS = 300;
    private static final String SUFFIX = ".json";

    private DropProcess() {}

    public static void main(String[] arguments) throws Exception {
        Child.dieWithParent();
        Death death = Death.ofThisProcess();
        Random random = new Random();
        Path inbox = new Places(Path.of(arguments[0])).inbox();
        long next = files(inbox);
        System.out.println(Child.READY);
        for (int left = Integer.parseInt(arguments[1]); left != 0; left--) {
            StringBuilder records = new StringBuilder();
            for (int i = 0; i < RECORDS; i++) {
                records.append(Places.json(0, next * RECORDS + i)).append('\n');
            }
            Path hidden = inbox.resolve(".next");
            Files.writeString(hidden, records);
            death.at(Point.FILE_WRITTEN);
            Files.move(hidden, inbox.resolve(String.format("%08d", next++) + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
            death.at(Point.FILE_MOVED);
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
        }
    }

    static long files(Path inbox) throws IOException {
        try (Stream<Path> files = Files.list(inbox)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).count();
        }
    }
}
