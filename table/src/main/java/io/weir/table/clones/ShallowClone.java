package io.weir.table.clones;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table that names files of another one instead of having its own. Immutable.
 *
 * @param id the id in the clone's metadata
 * @param address where the clone is
 * @param sourceVersion what it was made of: it names no files of the source but those of this version
 * @param declared when it was about to be made
 * @param missingSince since when it has not been found where it was; null if it was there when it was looked for last
 */
public record ShallowClone(
        String id,
        URI address,
        long sourceVersion,
        Instant declared,
        @Nullable Instant missingSince) {
    private static final int FORMAT = 1;

    public ShallowClone {
        if (id.isEmpty() || !id.matches("[A-Za-z0-9._-]{1,128}") || id.startsWith(".") || sourceVersion < 0) {
            throw new IllegalArgumentException("A shallow clone has a table's id, and is of a version {id=" + id
                    + ", sourceVersion=" + sourceVersion + "}");
        }
    }

    /** The same, not found for so long; null: found. */
    public ShallowClone missing(@Nullable Instant since) {
        return new ShallowClone(id, address, sourceVersion, declared, since);
    }

    byte[] toBytes() {
        JsonOutput json = new JsonOutput()
                .beginObject()
                .member("format", FORMAT)
                .member("id", id)
                .member("address", address.toString())
                .member("sourceVersion", sourceVersion)
                .member("declared", declared.toEpochMilli());
        Instant since = missingSince;
        if (since != null) {
            json.member("missingSince", since.toEpochMilli());
        }
        return json.endObject().toBytes();
    }

    static ShallowClone ofBytes(byte[] bytes, String file) {
        try {
            JsonInput json = JsonInput.of(bytes);
            json.enterObject();
            long format = 0;
            String id = "";
            String address = "";
            long sourceVersion = -1;
            long declared = 0;
            @Nullable Long missingSince = null;
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "format" -> format = json.longValue();
                    case "id" -> id = json.string();
                    case "address" -> address = json.string();
                    case "sourceVersion" -> sourceVersion = json.longValue();
                    case "declared" -> declared = json.longValue();
                    case "missingSince" -> missingSince = json.longOrNull();
                    default -> json.skip();
                }
            }
            if (format != FORMAT) {
                throw damaged(file, bytes, "format " + format, null);
            }
            return new ShallowClone(
                    id,
                    URI.create(address),
                    sourceVersion,
                    Instant.ofEpochMilli(declared),
                    missingSince == null ? null : Instant.ofEpochMilli(missingSince));
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw damaged(file, bytes, String.valueOf(e.getMessage()), e);
        }
    }

    private static CorruptTableException damaged(String file, byte[] bytes, String reason, @Nullable Throwable cause) {
        return new CorruptTableException(
                "What a shallow clone declared cannot be read, so it is not known what has to be kept for it; if the clone is gone, delete the"
                        + " file",
                Facts.of("file", file, "reason", reason, "text", new String(bytes, StandardCharsets.UTF_8)),
                cause);
    }
}
