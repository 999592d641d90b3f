package io.weir.log.error;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Something is wrong with a table or with what was asked of it. The sentence is constant for a kind of error; the facts
 * say which table, version, file and column. Errors are told apart by type and facts, never by text.
 */
public class TableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String sentence;
    private transient Facts facts;

    public TableException(String sentence, Facts facts, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
        this.facts = facts;
    }

    public TableException(String sentence, Facts facts) {
        this(sentence, facts, null);
    }

    /** The error without its facts; always the same for the same kind. */
    public String sentence() {
        return sentence;
    }

    /** What is known: names to values, in order of the names. */
    public SortedMap<String, String> facts() {
        return facts == null ? Facts.NONE.asMap() : facts.asMap();
    }

    /**
     * Adds a fact that only somebody further out knows, such as the table; a fact that is there already stays. For the
     * thread that is throwing this.
     */
    public TableException with(String name, @Nullable Object value) {
        facts = (facts == null ? Facts.NONE : facts).and(name, value);
        return this;
    }

    @Override
    public String getMessage() {
        return facts == null || facts.isEmpty() ? sentence : sentence + " " + facts;
    }
}
