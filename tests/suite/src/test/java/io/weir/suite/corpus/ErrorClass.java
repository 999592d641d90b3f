package io.weir.suite.corpus;

import io.weir.format.parquet.ParquetException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.StorageException;
import java.util.List;

/** How a table must fail: the classes of the shared tables' description, as our exceptions and as exit codes of {@code weir}. */
enum ErrorClass {
    TABLE_NOT_FOUND(3, TableNotFoundException.class),
    VERSION_UNAVAILABLE(3, VersionNotFoundException.class),
    LOG_GAP(1, CorruptTableException.class),
    /** A checkpoint is there and a commit is not: the right rows would be fine, too. */
    LOG_INCOMPLETE(1, CorruptTableException.class),
    MISSING_PROTOCOL(1, CorruptTableException.class),
    MISSING_METADATA(1, CorruptTableException.class),
    SCHEMA_MISSING(1, CorruptTableException.class),
    PROTOCOL_UNSUPPORTED(6, UnsupportedTableException.class),
    FEATURE_UNSUPPORTED(6, UnsupportedTableException.class),
    CATALOG_MANAGED(6, UnsupportedTableException.class),
    TYPE_UNSUPPORTED(6, UnsupportedTableException.class),
    TYPE_CHANGE_UNSUPPORTED(6, UnsupportedTableException.class),
    CHECKPOINT_INCOMPLETE(1, CorruptTableException.class),
    DV_FILE_MISSING(1, CorruptTableException.class),
    DV_CORRUPT(1, CorruptTableException.class),
    DATA_FILE_MISSING(1, CorruptTableException.class, StorageException.class),
    PATH_INVALID(1, CorruptTableException.class),
    LOG_CORRUPT(1, CorruptTableException.class);

    private final int exitCode;
    private final List<Class<? extends RuntimeException>> types;

    @SafeVarargs
    ErrorClass(int exitCode, Class<? extends RuntimeException>... types) {
        this.exitCode = exitCode;
        this.types = List.of(types);
    }

    int exitCode() {
        return exitCode;
    }

    boolean isAnsweredBy(RuntimeException failure) {
        return types.stream().anyMatch(type -> type.isInstance(failure));
    }

    /** Is it one of the failures that callers are told of? */
    static boolean isDeclared(RuntimeException failure) {
        return failure instanceof TableException
                || failure instanceof StorageException
                || failure instanceof ParquetException;
    }
}
