package io.weir.suite.killed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of directories, with the times of their files. */
final class Copies {
    private Copies() {}

    /** Data files, which nobody ever changes, get a second name; all others are copied. */
    static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(from)) {
            all = paths.toList();
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            String name = from.relativize(path).toString();
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else if (name.endsWith(".parquet") && !name.startsWith("_delta_log")) {
                Files.createLink(target, path);
            } else {
                Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
        }
        for (Path path : all) {
            if (Files.isDirectory(path)) {
                FileTime time = Files.getLastModifiedTime(path);
                Files.setLastModifiedTime(to.resolve(from.relativize(path).toString()), time);
            }
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
