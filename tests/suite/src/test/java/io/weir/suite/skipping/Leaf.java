package io.weir.suite.skipping;

import io.weir.format.type.DataType;
import java.util.List;

/**
 * A column without parts, or one inside structs, and the values that rows and conditions take from.
 *
 * @param written what it was when older files were written; its type now, if it was never widened
 * @param pool values of the type now, ascending as conditions order them
 * @param writtenPool values of the older type; the pool, if it was never widened
 */
record Leaf(
        List<String> path,
        List<String> physicalPath,
        DataType type,
        DataType written,
        boolean partition,
        List<Object> pool,
        List<Object> writtenPool) {
    boolean isWidened() {
        return !type.equals(written);
    }
}
