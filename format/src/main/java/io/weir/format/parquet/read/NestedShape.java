package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the elements of lists and the entries of maps are: the shape the format prescribes and those older writers left
 * behind. (Parquet format, "Nested Types", with its backward-compatibility rules)
 *
 * @param repeated the node that occurs once an element or entry
 * @param element the node of an element, which may be {@code repeated} itself, or of a map's key
 * @param value the node of a map's value; null for lists and for maps without one
 */
record NestedShape(
        FileNode repeated, FileNode element, @Nullable FileNode value) {

    /** Is one occurrence of a node a list? The repeated group of a list of lists may be one too. */
    static boolean isList(FileNode node) {
        return !node.isLeaf() && node.annotation().is(Annotation.Kind.LIST);
    }

    static boolean isMap(FileNode node) {
        return !node.isLeaf() && node.annotation().is(Annotation.Kind.MAP);
    }

    /** Does a group without an annotation have one repeated part, so that it may be meant as a list or map? */
    static boolean mayBeListOrMap(FileNode node) {
        return !node.isLeaf()
                && node.annotation().is(Annotation.Kind.NONE)
                && node.children().size() == 1
                && node.children().get(0).occurs() == FileNode.Occurs.REPEATED;
    }

    /** A repeated field outside a list: its elements are never null, and neither is the list. */
    static NestedShape repeated(FileNode node) {
        return new NestedShape(node, node, null);
    }

    static NestedShape list(FileNode node) {
        FileNode repeated = onlyRepeatedChild(node);
        return new NestedShape(
                repeated,
                isElement(node, repeated) ? repeated : repeated.children().get(0),
                null);
    }

    private static boolean isElement(FileNode list, FileNode repeated) {
        if (repeated.isLeaf() || repeated.children().size() != 1) {
            return true;
        }
        return repeated.children().get(0).occurs() == FileNode.Occurs.REPEATED
                || repeated.name().equals("array")
                || repeated.name().equals(list.name() + "_tuple");
    }

    static NestedShape map(FileNode node) {
        FileNode entries = onlyRepeatedChild(node);
        if (entries.isLeaf()
                || entries.children().isEmpty()
                || entries.children().size() > 2) {
            throw new UnsupportedParquetException("Map in a file has no key and value", Map.of("column", node.path()));
        }
        FileNode first = entries.children().get(0);
        if (entries.children().size() == 1) {
            return new NestedShape(entries, first, null);
        }
        FileNode second = entries.children().get(1);
        boolean swapped = first.name().equals("value") && second.name().equals("key");
        return swapped ? new NestedShape(entries, second, first) : new NestedShape(entries, first, second);
    }

    private static FileNode onlyRepeatedChild(FileNode node) {
        if (node.children().size() != 1 || node.children().get(0).occurs() != FileNode.Occurs.REPEATED) {
            throw new UnsupportedParquetException(
                    "List or map in a file has no single repeated part", Map.of("column", node.path()));
        }
        return node.children().get(0);
    }
}
