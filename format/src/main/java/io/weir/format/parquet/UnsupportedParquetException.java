package io.weir.format.parquet;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file uses a part of Parquet that Weir does not read, such as encryption, or holds a column of another type than asked for. */
public final class UnsupportedParquetException extends ParquetException {
    private static final long serialVersionUID = 1;

    public UnsupportedParquetException(String sentence, Map<String, ?> facts, @Nullable Throwable cause) {
        super(sentence, facts, cause);
    }

    public UnsupportedParquetException(String sentence, Map<String, ?> facts) {
        this(sentence, facts, null);
    }

    @Override
    public UnsupportedParquetException with(Map<String, ?> more) {
        UnsupportedParquetException located = new UnsupportedParquetException(sentence(), merged(more), getCause());
        located.setStackTrace(getStackTrace());
        return located;
    }
}
