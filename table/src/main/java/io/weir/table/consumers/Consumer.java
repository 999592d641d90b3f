package io.weir.table.consumers;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.table.changes.Feed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a table that wants nothing to be deleted that it has not read. Immutable.
 *
 * @param id letters, digits, {@code . _ -}, at most 128
 * @param version the first version it still needs
 * @param initial does it need the table as it was at the version, and not only what the version did?
 * @param feed what it reads of the versions
 * @param position JSON of the whole position, which is the reader's business
 * @param heartbeat when it was last heard of
 * @param timeToLive how long it is believed to live without being heard of
 */
public record Consumer(
        String id, long version, boolean initial, Feed feed, String position, Instant heartbeat, Duration timeToLive) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int FORMAT = 1;

    public Consumer {
        requireId(id);
        if (version < 0 || timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("A consumer has a version and a time to live {id=" + id + ", timeToLive="
                    + timeToLive + ", version=" + version + "}");
        }
    }

    /** @throws IllegalArgumentException if no consumer can be called that */
    public static void requireId(String id) {
        if (!ID.matcher(id).matches() || id.startsWith(".")) {
            throw new IllegalArgumentException(
                    "The id of a consumer is made of letters, digits and ._-, does not begin with a dot and is not longer than 128 {id="
                            + id + "}");
        }
    }

    /** When it is taken for dead, and nothing is kept for it any more. */
    public Instant expires() {
        return heartbeat.plus(timeToLive);
    }

    public boolean isAlive(Instant now) {
        return now.isBefore(expires());
    }

    byte[] toBytes() {
        return new JsonOutput()
                .beginObject()
                .member("format", FORMAT)
                .member("id", id)
                .member("version", version)
                .member("initial", initial)
                .member("feed", feed.name())
                .name("position")
                .raw(position)
                .member("heartbeat", heartbeat.toEpochMilli())
                .member("timeToLive", timeToLive.toMillis())
                .endObject()
                .toBytes();
    }

    static Consumer ofBytes(byte[] bytes, String file) {
        try {
            JsonInput json = JsonInput.of(bytes);
            json.enterObject();
            long format = 0;
            @Nullable String id = null;
            long version = -1;
            boolean initial = false;
            Feed feed = Feed.APPENDS;
            String position = "{}";
            long heartbeat = 0;
            long timeToLive = 0;
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "format" -> format = json.longValue();
                    case "id" -> id = json.string();
                    case "version" -> version = json.longValue();
                    case "initial" -> initial = json.booleanValue();
                    case "feed" -> feed = Feed.valueOf(json.string());
                    case "position" -> position = json.raw();
                    case "heartbeat" -> heartbeat = json.longValue();
                    case "timeToLive" -> timeToLive = json.longValue();
                    default -> json.skip();
                }
            }
            if (format != FORMAT || id == null) {
                throw damaged(file, bytes, "format " + format, null);
            }
            return new Consumer(
                    id,
                    version,
                    initial,
                    feed,
                    position,
                    Instant.ofEpochMilli(heartbeat),
                    Duration.ofMillis(timeToLive));
        } catch (JsonFormatException | IllegalArgumentException e) {
            throw damaged(file, bytes, String.valueOf(e.getMessage()), e);
        }
    }

    private static CorruptTableException damaged(String file, byte[] bytes, String reason, @Nullable Throwable cause) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return new CorruptTableException(
                "The registration of a consumer cannot be read, so it is not known what has to be kept for it; start the consumer again, or"
                        + " delete the file",
                Facts.of("file", file, "reason", reason, "text", text),
                cause);
    }
}
