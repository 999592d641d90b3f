package io.weir.pipeline.sink.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.pipeline.source.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes an epoch be there. Immutable.
 *
 * @param position behind it
 * @param files hidden name to name, in order
 */
record EpochFile(Position position, Map<String, String> files) {
    private static final int FORMAT = 1;
    private static final JsonFactory JSON = new JsonFactory();

    EpochFile {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("position", position.toJson());
            json.writeObjectFieldStart("files");
            for (Map.Entry<String, String> file : files.entrySet()) {
                json.writeStringField(file.getKey(), file.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if it is not of {@link #toJson}, or of a later version of Weir */
    static EpochFile fromJson(byte[] text) {
        Position position = Position.START;
        Map<String, String> files = new LinkedHashMap<>();
        int format = 0;
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                json.nextToken();
                switch (member) {
                    case "format" -> format = json.getIntValue();
                    case "position" -> position = Position.fromJson(json.getText());
                    case "files" -> {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            files.put(json.currentName(), json.nextTextValue());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Not the file of an epoch {cause=" + e.getMessage() + "}", e);
        }
        if (format != FORMAT) {
            throw new IllegalArgumentException("The file of an epoch is not in a format that this Weir knows {found="
                    + format + ", known=" + FORMAT + "}");
        }
        return new EpochFile(position, files);
    }
}
