package io.weir.storage;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A directory of the local file system, of which the system itself tells. One thread at a time. */
final class LocalDirectoryWatch implements DirectoryWatch {
    /** Elsewhere the JDK looks at the directory every few seconds, which is no better than looking for the object. */
    private static final boolean SYSTEM_TELLS =
            System.getProperty("os.name", "").startsWith("Linux");

    /** An object has a hidden name before it has its own, and that is told too. */
    private static final int MAX_WAITS = 2;

    private final WatchService service;

    private LocalDirectoryWatch(WatchService service) {
        this.service = service;
    }

    /** Empty if the system does not tell, or has told as many as it can. */
    static Optional<DirectoryWatch> of(Path directory) {
        if (!SYSTEM_TELLS) {
            return Optional.empty();
        }
        WatchService service;
        try {
            service = directory.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
        try {
            directory.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            return Optional.of(new LocalDirectoryWatch(service));
        } catch (IOException e) {
            new LocalDirectoryWatch(service).close();
            return Optional.empty();
        }
    }

    @Override
    public boolean await(Duration atMost) throws InterruptedException {
        try {
            for (int wait = 0; wait < MAX_WAITS; wait++) {
                WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    return false;
                }
                boolean visible = key.pollEvents().stream()
                        .anyMatch(event -> !(event.context() instanceof Path name) || !HiddenName.is(name.toString()));
                if (!key.reset() || visible) {
                    return true; // also when the directory is gone: whoever looks will see that
                }
            }
            return true;
        } catch (ClosedWatchServiceException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            // What it watched is of no interest any more.
        }
    }
}
