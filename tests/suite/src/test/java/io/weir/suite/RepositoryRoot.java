package io.weir.suite;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository is: the nearest directory above the working directory that has the Maven wrapper in it. */
public final class RepositoryRoot {
    private RepositoryRoot() {}

    public static Path find() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "Not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
