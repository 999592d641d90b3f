package io.weir.pipeline.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a source was read: a number for each of its partitions. What the numbers mean is the source's business. Immutable.
 *
 * <p>In a table a position is one {@code txn(appId/partition)} for each partition; {@link #toJson} is for anything else.
 */
public final class Position {
    /** Nothing was read. */
    public static final Position START = new Position(Map.of());

    private static final int FORMAT = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Long> partitions;

    private Position(Map<String, Long> partitions) {
        this.partitions = partitions;
    }

    public static Position of(Map<String, Long> partitions) {
        return new Position(Map.copyOf(partitions));
    }

    /** Partition to number, sorted. Copies them. */
    public Map<String, Long> partitions() {
        return Collections.unmodifiableMap(new TreeMap<>(partitions));
    }

    /** The number of a partition, or null if it has none. */
    public @Nullable Long at(String partition) {
        return partitions.get(partition);
    }

    public boolean isStart() {
        return partitions.isEmpty();
    }

    /** This, moved on to the given numbers where they are given. */
    public Position with(Map<String, Long> moved) {
        if (moved.isEmpty()) {
            return this;
        }
        Map<String, Long> all = new HashMap<>(partitions);
        all.putAll(moved);
        return new Position(Collections.unmodifiableMap(all));
    }

    public String toJson() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeObjectFieldStart("partitions");
            for (Map.Entry<String, Long> entry : partitions().entrySet()) {
                json.writeNumberField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("A position cannot be written", e);
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text is not of {@link #toJson}, or of a later version of Weir */
    public static Position fromJson(String text) {
        Map<String, Long> partitions = new HashMap<>();
        int format = 0;
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                json.nextToken();
                if (member.equals("format")) {
                    format = json.getIntValue();
                } else if (member.equals("partitions")) {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        String partition = json.currentName();
                        json.nextToken();
                        partitions.put(partition, json.getLongValue());
                    }
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a position {text=" + text + "}", e);
        }
        if (format != FORMAT) {
            throw new IllegalArgumentException("A position is in a format of a later version of Weir {found=" + format
                    + ", known=" + FORMAT + "}");
        }
        return of(partitions);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position that && partitions.equals(that.partitions);
    }

    @Override
    public int hashCode() {
        return partitions.hashCode();
    }

    @Override
    public String toString() {
        return partitions().toString();
    }
}
