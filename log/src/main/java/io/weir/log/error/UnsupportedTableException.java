package io.weir.log.error;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** The table needs something that this version of Weir does not know. Upgrade, or leave the table alone. */
public class UnsupportedTableException extends TableException {
    private static final long serialVersionUID = 1;

    private final TreeSet<String> features;

    /** @param features names of the table features, or of the types, that are not supported; may be empty */
    public UnsupportedTableException(String sentence, Collection<String> features, Facts facts) {
        super(sentence, features.isEmpty() ? facts : facts.and("features", new TreeSet<>(features)));
        this.features = new TreeSet<>(features);
    }

    /** The names of what is not supported. */
    public SortedSet<String> features() {
        return new TreeSet<>(features);
    }
}
