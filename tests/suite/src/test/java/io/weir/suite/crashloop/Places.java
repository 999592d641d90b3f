package io.weir.suite.crashloop;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Path;

/** Where the tables of a loop are, below its directory, and what they are. */
record Places(Path directory) {
    static final String TOPIC = "records";

    /** How many keys each part of the source has. */
    static final int KEYS = 4;

    /** How many partitions the topic has. */
    static final int PARTITIONS = 3;

    /** Which of the first table's rows the further table has. */
    static final String FURTHER_CONDITION = "key % 2 = 0";

    private static final StructType ROW = StructType.EMPTY
            .add("key", PrimitiveType.INTEGER)
            .add("seq", PrimitiveType.LONG)
            .add("at", PrimitiveType.LONG);

    /** What a directory of files is to the query that reads it. */
    Path inbox() {
        return directory.resolve("inbox");
    }

    Path first() {
        return directory.resolve("first");
    }

    Path further() {
        return directory.resolve("further");
    }

    Path second() {
        return directory.resolve("second");
    }

    /**
     * Opens a table, or makes it: one that tracks its rows, so that their order can be told after files were put together, and whose log has
     * everything that a log can have. What is deleted in it is so after a minute.
     */
    static Table table(ObjectStore store) {
        return Table.create(store, TableEnvironment.standard())
                .schema(ROW)
                .property("delta.enableRowTracking", "true")
                .property("delta.checkpointInterval", "10")
                .property("delta.logCompactionInterval", "4")
                .property("delta.deletedFileRetentionDuration", "interval 60 seconds")
                .property("delta.logRetentionDuration", "interval 60 seconds")
                .createIfNotExists();
    }

    /** The record of this number in a part of the source. */
    static String json(int partition, long number) {
        return "{\"key\":" + key(partition, number) + ",\"seq\":" + number / KEYS + ",\"at\":"
                + System.currentTimeMillis() + "}";
    }

    static int key(int partition, long number) {
        return partition + PARTITIONS * (int) (number % KEYS);
    }
}
