package io.weir.pipeline.sink.kafka;

import io.weir.pipeline.source.Position;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** A position as the text beside an offset of Kafka, of which brokers take 4,096 bytes: its JSON, compressed if it is long. */
final class PositionText {
    private static final String COMPRESSED = "deflate:";
    private static final int LONG = 512;

    private PositionText() {}

    static String of(Position position) {
        String json = position.toJson();
        if (json.length() <= LONG) {
            return json;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return COMPRESSED + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** @throws IllegalArgumentException if it is not such a text */
    static Position read(String text) {
        if (!text.startsWith(COMPRESSED)) {
            return Position.fromJson(text);
        }
        byte[] compressed = Base64.getDecoder().decode(text.substring(COMPRESSED.length()));
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            return Position.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a position {text=" + text + "}", e);
        }
    }
}
