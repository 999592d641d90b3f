package io.weir.table;

import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** One version of a table, which stays as it is whatever is committed behind it. Immutable, safe for many threads. */
public abstract class TableVersion {
    TableVersion() {}

    public abstract long version();

    public abstract StructType schema();

    public abstract List<String> partitionColumns();

    /** The properties set on the table, sorted by name. */
    public abstract Map<String, String> properties();

    public abstract Protocol protocol();

    public abstract Metadata metadata();

    /** The newest epoch of an application in the table, such as a streaming query. */
    public abstract OptionalLong transaction(String appId);

    /** The newest epochs of all applications, by application; copies them. A sink's positions in its source are among them. */
    public abstract Map<String, Long> transactions();

    /** The data files. */
    public abstract Stream<AddFile> files();

    /** How many data files. */
    public abstract int fileCount();

    public abstract TableDetail detail();

    public abstract Scan scan();

    /** How many rows; from the files' statistics where they all say it. */
    public abstract long count();

    /** A property, if it is set. */
    public final Optional<String> property(String name) {
        return Optional.ofNullable(properties().get(name));
    }
}
