package io.weir.log.commit;

import io.weir.log.action.Metadata;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import org.jspecify.annotations.Nullable;

/** What a transaction must be kept from missing, as Delta defines it. */
public enum IsolationLevel {
    /** Readers and writers see one order of all transactions. */
    SERIALIZABLE("Serializable"),
    /** Writers do; a reader may see a blind append before a transaction that did not know of it. The default. */
    WRITE_SERIALIZABLE("WriteSerializable"),
    /** For transactions that do not change the table's rows, such as compaction. */
    SNAPSHOT("SnapshotIsolation");

    /** The table property. */
    public static final String PROPERTY = "delta.isolationLevel";

    private final String deltaName;

    IsolationLevel(String deltaName) {
        this.deltaName = deltaName;
    }

    /** The name in properties and in {@code commitInfo}. */
    public String deltaName() {
        return deltaName;
    }

    /** The level a table asks for. */
    public static IsolationLevel of(Metadata metadata) {
        @Nullable String name = metadata.property(PROPERTY);
        if (name == null) {
            return WRITE_SERIALIZABLE;
        }
        for (IsolationLevel level : values()) {
            if (level.deltaName.equalsIgnoreCase(name)) {
                return level;
            }
        }
        throw new CorruptTableException(
                "A table property has an unknown value", Facts.of("property", PROPERTY, "value", name));
    }
}
