package io.weir.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.SourceException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the bad records of epochs, one file an epoch. One thread at a time.
 *
 * <p>The file is complete and durable under its name before the epoch is committed. An epoch that was not committed is run again
 * with the same number, by this process or the next, and then replaces or removes the file; one that was committed is never run again. So once
 * the query has caught up, the files hold every bad record once.
 */
final class Quarantine implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path directory;
    private final String appId;
    private @Nullable JsonGenerator out;
    private @Nullable FileOutputStream file;

    /** A run that was overtaken may still be writing, so each has a name of its own. */
    private final String run = UUID.randomUUID().toString();

    Quarantine(Path directory, String appId) {
        this.directory = directory;
        this.appId = appId;
    }

    void add(BadRecord record) {
        try {
            JsonGenerator json = out;
            if (json == null) {
                Files.createDirectories(directory);
                file = new FileOutputStream(unfinished().toFile());
                json = JSON.createGenerator(new BufferedOutputStream(file, 1 << 16));
                json.setPrettyPrinter(null);
                json.setRootValueSeparator(null);
                out = json;
            }
            json.writeStartObject();
            json.writeStringField("source", record.source());
            json.writeNumberField("row", record.row());
            json.writeStringField("column", record.column());
            json.writeStringField("expected", record.expected());
            json.writeStringField("found", record.found());
            json.writeStringField("reason", record.reason());
            json.writeStringField("record", record.text());
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Makes the epoch's file durable under its name, or sees to it that there is none. */
    void finish(long epoch) {
        Path target = directory.resolve(fileName(epoch));
        try {
            if (out == null) {
                if (Files.deleteIfExists(target)) {
                    syncDirectory();
                }
                return;
            }
            out.flush();
            if (file != null) {
                file.getFD().sync();
            }
            out.close();
            out = null;
            file = null;
            Files.move(unfinished(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path unfinished() {
        return directory.resolve("." + safeName() + "-" + run + ".unfinished");
    }

    private String fileName(long epoch) {
        return String.format("%s-%010d.jsonl", safeName(), epoch);
    }

    /** The application id as a file name; two ids that become one are told apart by their hash. */
    private String safeName() {
        String safe = appId.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.equals(appId) ? safe : safe + "-" + Integer.toHexString(appId.hashCode());
    }

    private SourceException unwritable(IOException e) {
        return new SourceException("Bad records cannot be kept {cause=" + e + ", directory=" + directory + "}", e);
    }

    @Override
    public void close() {
        if (out != null) {
            try {
                out.close();
                Files.deleteIfExists(unfinished());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                out = null;
            }
        }
    }
}
