package io.weir.format.parquet;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A Parquet file cannot be read. The sentence is constant; {@link #facts()} say where. */
public abstract sealed class ParquetException extends RuntimeException
        permits CorruptParquetException, UnsupportedParquetException {
    private static final long serialVersionUID = 1;

    private final String sentence;
    private final transient Map<String, Object> facts;

    ParquetException(String sentence, Map<String, ?> facts, @Nullable Throwable cause) {
        super(sentence + " " + new TreeMap<>(facts), cause);
        this.sentence = sentence;
        this.facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** What is wrong, without the facts. */
    public final String sentence() {
        return sentence;
    }

    /** What is known of the place, by name: {@code file}, {@code column}, {@code rowGroup}, {@code position} and others. */
    public final Map<String, Object> facts() {
        return facts;
    }

    /** This with facts that whoever caught it knows; facts it already has are kept. */
    public abstract ParquetException with(Map<String, ?> more);

    final Map<String, Object> merged(Map<String, ?> more) {
        Map<String, Object> all = new TreeMap<>(more);
        all.putAll(facts);
        return all;
    }
}
