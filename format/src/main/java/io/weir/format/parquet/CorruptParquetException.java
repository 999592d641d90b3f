package io.weir.format.parquet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of a file break the Parquet format: it was damaged, cut short or made by a faulty writer. Reading again does not help. */
public final class CorruptParquetException extends ParquetException {
    private static final long serialVersionUID = 1;

    public CorruptParquetException(String sentence, Map<String, ?> facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public CorruptParquetException(String sentence, Map<String, ?> facts) {
        this(sentence, facts, null);
    }

    @Override
    public CorruptParquetException with(Map<String, ?> more) {
        CorruptParquetException located = new CorruptParquetException(sentence(), merged(more), getCause());
        located.setStackTrace(getStackTrace());
        return located;
    }
}
