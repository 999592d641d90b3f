package io.weir.log.action;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who made a commit, when, and how. Free JSON by the protocol: members are as their writer left them, and one of
 * unexpected type is treated as if it were not there. Immutable, safe for many threads. (PROTOCOL.md, "Commit Provenance Information", "In-Commit
 * Timestamps")
 */
public final class CommitInfo implements Action {
    private final Map<String, String> members;

    private CommitInfo(Map<String, String> members) {
        this.members = StringMap.copyOfRaw(members);
    }

    /** @param members name to JSON, in order */
    public static CommitInfo of(Map<String, String> members) {
        return new CommitInfo(members);
    }

    public static Builder builder() {
        return new Builder(Map.of());
    }

    /** A builder that starts with this. */
    public Builder toBuilder() {
        return new Builder(members);
    }

    /** All members, name to JSON, in order. */
    public Map<String, String> members() {
        return members;
    }

    /** Milliseconds since the epoch by the writer's clock, or null. */
    public @Nullable Long timestamp() {
        return number("timestamp");
    }

    /** Milliseconds since the epoch, larger than that of every version before; null if the table does not have them. */
    public @Nullable Long inCommitTimestamp() {
        return number("inCommitTimestamp");
    }

    /** What was done, such as {@code WRITE}, or null. */
    public @Nullable String operation() {
        return text("operation");
    }

    /** Name to JSON, in order. The values are strings that hold JSON, by custom. */
    public Map<String, String> operationParameters() {
        return object("operationParameters");
    }

    /** Name to JSON, in order. The values are strings that hold numbers, by custom. */
    public Map<String, String> operationMetrics() {
        return object("operationMetrics");
    }

    public @Nullable String engineInfo() {
        return text("engineInfo");
    }

    /** Tells one attempt to commit from every other, or null. */
    public @Nullable String txnId() {
        return text("txnId");
    }

    public @Nullable Boolean isBlindAppend() {
        String json = members.get("isBlindAppend");
        return "true".equals(json) ? Boolean.TRUE : "false".equals(json) ? Boolean.FALSE : null;
    }

    /** The version the transaction read, or null. */
    public @Nullable Long readVersion() {
        return number("readVersion");
    }

    public @Nullable String isolationLevel() {
        return text("isolationLevel");
    }

    /** A member that is a string; null if it is not there or something else. */
    public @Nullable String text(String name) {
        String json = members.get(name);
        return json == null ? null : plain(json).orElse(null);
    }

    /** A member that is a whole number; null if it is not there or something else. */
    public @Nullable Long number(String name) {
        String json = members.get(name);
        if (json == null || json.isEmpty() || json.length() > 20) {
            return null;
        }
        try {
            return Long.valueOf(json);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Map<String, String> object(String name) {
        String json = members.get(name);
        if (json == null || !json.startsWith("{")) {
            return Map.of();
        }
        Map<String, String> entries = JsonInput.of(json).rawMapOrNull();
        return entries == null ? Map.of() : entries;
    }

    /** The text of a JSON string; empty for any other JSON. */
    public static Optional<String> plain(String json) {
        if (!json.startsWith("\"")) {
            return Optional.empty();
        }
        if (json.indexOf('\\') < 0) {
            return Optional.of(json.substring(1, json.length() - 1));
        }
        try {
            return Optional.of(JsonInput.text(json));
        } catch (JsonFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.commitInfo(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CommitInfo that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return Objects.hash(members);
    }

    @Override
    public String toString() {
        return "CommitInfo" + members;
    }

    /** One thread at a time. Members keep the order in which they were first set. */
    public static final class Builder {
        private final Map<String, String> members;

        private Builder(Map<String, String> start) {
            members = new LinkedHashMap<>(start);
        }

        /** Milliseconds since the epoch. */
        public Builder timestamp(long millis) {
            return json("timestamp", Long.toString(millis));
        }

        /** Milliseconds since the epoch. Goes first: readers look for it at the very beginning of a commit. */
        public Builder inCommitTimestamp(long millis) {
            Map<String, String> rest = new LinkedHashMap<>(members);
            members.clear();
            members.put("inCommitTimestamp", Long.toString(millis));
            rest.remove("inCommitTimestamp");
            members.putAll(rest);
            return this;
        }

        public Builder operation(String name) {
            return text("operation", name);
        }

        /** By custom each value is a string that holds JSON, or null. */
        public Builder operationParameters(Map<String, ? extends @Nullable String> parameters) {
            return strings("operationParameters", parameters);
        }

        /** By custom each value is a string that holds a number. */
        public Builder operationMetrics(Map<String, String> metrics) {
            return strings("operationMetrics", metrics);
        }

        public Builder engineInfo(String engine) {
            return text("engineInfo", engine);
        }

        public Builder txnId(String id) {
            return text("txnId", id);
        }

        public Builder isBlindAppend(boolean blind) {
            return json("isBlindAppend", Boolean.toString(blind));
        }

        public Builder readVersion(long version) {
            return json("readVersion", Long.toString(version));
        }

        public Builder isolationLevel(String level) {
            return text("isolationLevel", level);
        }

        public Builder text(String name, String value) {
            return json(name, JsonOutput.quote(value));
        }

        /** Any member, as JSON. */
        public Builder json(String name, String json) {
            members.put(name, json);
            return this;
        }

        private Builder strings(String name, Map<String, ? extends @Nullable String> values) {
            JsonOutput out = new JsonOutput().beginObject();
            values.forEach((key, value) -> out.name(key).value(value));
            return json(name, out.endObject().toString());
        }

        public CommitInfo build() {
            return new CommitInfo(members);
        }
    }
}
