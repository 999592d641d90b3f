package io.weir.fuzz;

import io.weir.cli.AddressTarget;
import io.weir.format.json.JsonFormatException;
import io.weir.format.schema.SchemaFormatException;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.StructType;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.commit.LogNames;
import io.weir.log.commit.VersionChecksum;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** Something that reads bytes it did not write. Only declared errors come out of any. */
enum Target {
    /** A whole commit, to the state that it makes, and its files. */
    COMMIT(input -> Tables.read(Tables.withCommit(input))),
    /** A checkpoint in Parquet; what it says of files is asked for as well. */
    CHECKPOINT(input -> Tables.read(Tables.withCheckpoint(LogNames.classicCheckpoint(1), input))),
    /** A checkpoint of the second specification in JSON. */
    JSON_CHECKPOINT(input -> Tables.read(Tables.withCheckpoint(Tables.JSON_CHECKPOINT_NAME, input))),
    LAST_CHECKPOINT(LastCheckpoint::parse),
    CHECKSUM(VersionChecksum::parse),
    /** The statistics of a file: whatever they are, planning does not fail. */
    STATISTICS(Tables::planWithStatistics),
    PARTITION_VALUE(Values::partition),
    SCHEMA(Target::schema),
    ADDRESS(input -> AddressTarget.parse(text(input))),
    PREDICATE(Values::predicate),
    DELETION_VECTOR(Files::deletionVector),
    PARQUET(Files::parquet),
    /** The first byte is the length of the metadata, which follows; the rest is the value. */
    VARIANT(Values::variant);

    private final Consumer<byte[]> reader;

    Target(Consumer<byte[]> reader) {
        this.reader = reader;
    }

    static Target named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As the script has it. */
    String shownName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads; an error that is none of the declared ones comes out. */
    void run(byte[] input) {
        reader.accept(input);
    }

    static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static void schema(byte[] input) {
        StructType schema;
        try {
            schema = SchemaJson.parse(text(input));
        } catch (SchemaFormatException | JsonFormatException e) {
            return;
        }
        if (!SchemaJson.parse(SchemaJson.format(schema)).equals(schema)) {
            throw new AssertionError("A schema is another after it was written: " + schema);
        }
    }
}
