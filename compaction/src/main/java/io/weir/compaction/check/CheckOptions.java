package io.weir.compaction.check;

import java.util.function.Consumer;

/**
 * What a check looks at. Immutable.
 *
 * @param deep read every row of every file, and compare statistics with values
 * @param progress told what is going on, in words; called by one thread at a time
 */
public record CheckOptions(boolean deep, Consumer<String> progress) {
    public static final CheckOptions DEFAULT = new CheckOptions(false, text -> {});
}
