package io.weir.log.state;

import io.weir.format.expression.Expression;
import io.weir.log.action.AddFile;
import java.util.function.Predicate;

/**
 * Whether a file that is not in a snapshot, because another commit adds it, can hold rows of a condition: by its partition values
 * and its statistics, as a scan leaves files out. Yes when in doubt. Immutable, safe for many threads.
 */
public final class FileMatch implements Predicate<AddFile> {
    private static final int[] FIRST = {0};

    private final FilePruning pruning;

    private FileMatch(FilePruning pruning) {
        this.pruning = pruning;
    }

    /** @throws io.weir.format.expression.InvalidExpressionException if the condition does not fit the table's columns */
    public static FileMatch of(Expression condition, TableShape shape) {
        return new FileMatch(new FilePruning(shape, condition));
    }

    @Override
    public boolean test(AddFile add) {
        FileChunkBuilder one = new FileChunkBuilder();
        FileRows.append(one, add);
        return pruning.keep(one.build(), FIRST).length > 0;
    }
}
