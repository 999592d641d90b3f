package io.weir.log.action;

import io.weir.format.schema.SchemaFormatException;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identity, schema, partitioning and properties of the table; the newest replaces all before it wholly. Immutable, safe for
 * many threads. (PROTOCOL.md, "Change Metadata")
 */
public final class Metadata implements Action {
    private final String id;
    private final @Nullable String name;
    private final @Nullable String description;
    private final String provider;
    private final Map<String, @Nullable String> formatOptions;
    private final @Nullable String schemaString;
    private final List<String> partitionColumns;
    private final @Nullable Long createdTime;
    private final Map<String, @Nullable String> configuration;
    private final Map<String, String> unknown;

    /** Read once, by whoever asks first; guarded by this. */
    private @Nullable StructType schema;

    private Metadata(Builder builder) {
        id = builder.id;
        name = builder.name;
        description = builder.description;
        provider = builder.provider;
        formatOptions = StringMap.copyOf(builder.formatOptions);
        schemaString = builder.schemaString;
        partitionColumns = List.copyOf(builder.partitionColumns);
        createdTime = builder.createdTime;
        configuration = StringMap.copyOf(builder.configuration);
        unknown = StringMap.copyOfRaw(builder.unknown);
        schema = builder.schema;
    }

    /** @param id a UUID that names the table for ever */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** A builder that starts with this. */
    public Builder toBuilder() {
        Builder builder = new Builder(id);
        builder.name = name;
        builder.description = description;
        builder.provider = provider;
        builder.formatOptions = formatOptions;
        builder.schemaString = schemaString;
        builder.partitionColumns = partitionColumns;
        builder.createdTime = createdTime;
        builder.configuration = configuration;
        builder.unknown = unknown;
        return builder;
    }

    public String id() {
        return id;
    }

    public @Nullable String name() {
        return name;
    }

    public @Nullable String description() {
        return description;
    }

    /** The format of the data files; always {@code parquet} in tables of our time. */
    public String provider() {
        return provider;
    }

    public Map<String, @Nullable String> formatOptions() {
        return formatOptions;
    }

    /** The schema as JSON; null in a few very old tables. */
    public @Nullable String schemaString() {
        return schemaString;
    }

    /**
     * The schema. Read from the JSON when it is first asked for.
     *
     * @throws CorruptTableException if there is none or it cannot be read
     * @throws UnsupportedTableException if it has a type that is not known here
     */
    public synchronized StructType schema() {
        StructType parsed = schema;
        if (parsed == null) {
            parsed = parse(schemaString);
            schema = parsed;
        }
        return parsed;
    }

    /** The names of the partition columns, as the schema spells them, in order. */
    public List<String> partitionColumns() {
        return partitionColumns;
    }

    /** Milliseconds since the epoch, or null. */
    public @Nullable Long createdTime() {
        return createdTime;
    }

    /** The table's properties. */
    public Map<String, @Nullable String> configuration() {
        return configuration;
    }

    /** A property's value, or null. Names are compared exactly. */
    public @Nullable String property(String propertyName) {
        return configuration.get(propertyName);
    }

    /** Is the property set to {@code true}, in any case of letters? */
    public boolean isTrue(String propertyName) {
        return "true".equalsIgnoreCase(property(propertyName));
    }

    /** Members that are not known here, name to JSON. */
    public Map<String, String> unknown() {
        return unknown;
    }

    private static StructType parse(@Nullable String json) {
        if (json == null) {
            throw new CorruptTableException("The table's metadata has no schema", Facts.NONE);
        }
        try {
            return SchemaJson.parse(json);
        } catch (SchemaFormatException e) {
            throw failure(e);
        }
    }

    private static TableException failure(SchemaFormatException e) {
        Facts facts = Facts.of("column", e.column(), "reason", e.reason());
        String type = e.unknownType();
        return type == null
                ? new CorruptTableException("The table's schema cannot be read", facts, e)
                : new UnsupportedTableException(
                        "The table's schema has a type this version of Weir does not know",
                        List.of(type),
                        Facts.of("column", e.column(), "type", type));
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.metadata(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that
                && id.equals(that.id)
                && Objects.equals(name, that.name)
                && Objects.equals(description, that.description)
                && provider.equals(that.provider)
                && formatOptions.equals(that.formatOptions)
                && Objects.equals(schemaString, that.schemaString)
                && partitionColumns.equals(that.partitionColumns)
                && Objects.equals(createdTime, that.createdTime)
                && configuration.equals(that.configuration)
                && unknown.equals(that.unknown);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, name, schemaString, partitionColumns, configuration);
    }

    @Override
    public String toString() {
        return "Metadata[id=" + id + ", name=" + name + ", description=" + description + ", provider=" + provider
                + ", formatOptions=" + formatOptions + ", schemaString=" + schemaString + ", partitionColumns="
                + partitionColumns + ", createdTime=" + createdTime + ", configuration=" + configuration + ", unknown="
                + unknown + "]";
    }

    /** One thread at a time. */
    public static final class Builder {
        private String id;
        private @Nullable String name;
        private @Nullable String description;
        private String provider = "parquet";
        private Map<String, @Nullable String> formatOptions = Map.of();
        private @Nullable String schemaString;
        private @Nullable StructType schema;
        private List<String> partitionColumns = List.of();
        private @Nullable Long createdTime;
        private Map<String, @Nullable String> configuration = Map.of();
        private Map<String, String> unknown = Map.of();

        private Builder(String id) {
            this.id = id;
        }

        public Builder id(String newId) {
            id = newId;
            return this;
        }

        public Builder name(@Nullable String newName) {
            name = newName;
            return this;
        }

        public Builder description(@Nullable String text) {
            description = text;
            return this;
        }

        public Builder format(String newProvider, Map<String, @Nullable String> options) {
            provider = newProvider;
            formatOptions = options;
            return this;
        }

        public Builder schema(StructType newSchema) {
            schema = newSchema;
            schemaString = SchemaJson.format(newSchema);
            return this;
        }

        /** The schema as JSON, kept as it is. */
        public Builder schemaString(@Nullable String json) {
            schema = null;
            schemaString = json;
            return this;
        }

        public Builder partitionColumns(List<String> names) {
            partitionColumns = names;
            return this;
        }

        /** Milliseconds since the epoch. */
        public Builder createdTime(@Nullable Long millis) {
            createdTime = millis;
            return this;
        }

        public Builder configuration(Map<String, @Nullable String> properties) {
            configuration = properties;
            return this;
        }

        public Builder unknown(Map<String, String> members) {
            unknown = members;
            return this;
        }

        public Metadata build() {
            return new Metadata(this);
        }
    }
}
