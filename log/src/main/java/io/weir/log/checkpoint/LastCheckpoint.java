package io.weir.log.checkpoint;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hint at the newest checkpoint, in {@code _delta_log/_last_checkpoint}. It may be missing, old or wrong: what it says
 * is only where to begin looking. (PROTOCOL.md, "Last Checkpoint File Schema")
 *
 * @param size number of actions in the checkpoint
 * @param parts number of files of a multi-part checkpoint, else null
 * @param sizeInBytes of the checkpoint, or null
 * @param numOfAddFiles or null
 * @param checkpointSchema schema of the checkpoint file as JSON, or null
 * @param tags empty if there are none
 * @param unknown members that are not known here, name to JSON
 */
public record LastCheckpoint(
        long version,
        long size,
        @Nullable Integer parts,
        @Nullable Long sizeInBytes,
        @Nullable Long numOfAddFiles,
        @Nullable String checkpointSchema,
        Map<String, @Nullable String> tags,
        Map<String, String> unknown) {
    public LastCheckpoint {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        if (version < 0) {
            throw new IllegalArgumentException("version is negative: " + version);
        }
    }

    /** Of a checkpoint in one file. */
    public LastCheckpoint(long version, long size, long sizeInBytes, long numOfAddFiles) {
        this(version, size, null, sizeInBytes, numOfAddFiles, null, Map.of(), Map.of());
    }

    /** Reads the hint of a table; empty if there is none that can be trusted. One request. */
    public static Optional<LastCheckpoint> load(ObjectStore store) {
        try {
            return parse(store.read(LogNames.LAST_CHECKPOINT));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Replaces the hint of a table. One request. */
    public void store(ObjectStore store) {
        store.put(LogNames.LAST_CHECKPOINT, toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** Empty if the bytes are not a hint, or their checksum is another than they say. */
    public static Optional<LastCheckpoint> parse(byte[] json) {
        try {
            JsonInput in = JsonInput.of(json);
            if (!in.nextObject()) {
                return Optional.empty();
            }
            Map<String, String> members = in.uniqueRawMembers();
            in.expectEnd();
            String checksum = members.get("checksum");
            if (checksum != null
                    && !checksum.equals("null")
                    && !JsonInput.text(checksum).equals(CanonicalJson.checksum(members))) {
                return Optional.empty();
            }
            return of(json);
        } catch (JsonFormatException | IllegalArgumentException e) {
            // Only a hint: without it the log is listed from its start, and nothing is wrong
            return Optional.empty();
        }
    }

    private static Optional<LastCheckpoint> of(byte[] json) {
        @Nullable Long version = null;
        long size = 0;
        @Nullable Integer parts = null;
        @Nullable Long sizeInBytes = null;
        @Nullable Long numOfAddFiles = null;
        @Nullable String checkpointSchema = null;
        @Nullable Map<String, @Nullable String> tags = null;
        Map<String, String> unknown = new LinkedHashMap<>();
        JsonInput in = JsonInput.of(json);
        in.nextObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "version" -> version = in.longValue();
                case "size" -> size = in.longValue();
                case "parts" -> parts = in.intOrNull();
                case "sizeInBytes" -> sizeInBytes = in.longOrNull();
                case "numOfAddFiles" -> numOfAddFiles = in.longOrNull();
                case "checkpointSchema" -> checkpointSchema = in.raw();
                case "tags" -> tags = in.stringMapOrNull();
                case "checksum" -> in.skip();
                default -> unknown.put(name, in.raw());
            }
        }
        if (version == null) {
            return Optional.empty();
        }
        return Optional.of(new LastCheckpoint(
                version,
                size,
                parts,
                sizeInBytes,
                numOfAddFiles,
                "null".equals(checkpointSchema) ? null : checkpointSchema,
                tags == null ? Map.of() : tags,
                unknown));
    }

    /** The file's content, with its checksum. */
    public String toJson() {
        JsonOutput out = members(new JsonOutput());
        JsonInput in = JsonInput.of(out.endObject().toBytes());
        in.nextObject();
        String checksum = CanonicalJson.checksum(in.uniqueRawMembers());
        return members(new JsonOutput())
                .member("checksum", checksum)
                .endObject()
                .toString();
    }

    private JsonOutput members(JsonOutput out) {
        out.beginObject().member("version", version).member("size", size).memberIfAny("parts", parts);
        out.memberIfAny("sizeInBytes", sizeInBytes).memberIfAny("numOfAddFiles", numOfAddFiles);
        if (checkpointSchema != null) {
            out.name("checkpointSchema").raw(checkpointSchema);
        }
        if (!tags.isEmpty()) {
            out.member("tags", tags);
        }
        return out.rawMembers(unknown);
    }
}
