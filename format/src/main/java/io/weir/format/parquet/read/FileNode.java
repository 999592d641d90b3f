package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file's schema: a group or a leaf. Immutable once the schema is read.
 *
 * <p>A value of the node is present where the definition level is at least {@link #definition()}; {@link #repetition()}
 * counts the repeated nodes on the way down to it, itself included.
 */
final class FileNode {
    enum Occurs {
        REQUIRED,
        OPTIONAL,
        REPEATED
    }

    private final String name;
    private final String path;
    private final Occurs occurs;
    private final Annotation annotation;
    private final int fieldId;
    private final int definition;
    private final int repetition;
    private final List<FileNode> children;
    private final @Nullable PhysicalType physical;
    private final int typeLength;
    private final int leaf;
    private final FileCalendar calendar;

    /** A group. */
    FileNode(
            String name,
            String path,
            Occurs occurs,
            Annotation annotation,
            int fieldId,
            int definition,
            int repetition,
            List<FileNode> children) {
        this.name = name;
        this.path = path;
        this.occurs = occurs;
        this.annotation = annotation;
        this.fieldId = fieldId;
        this.definition = definition;
        this.repetition = repetition;
        this.children = children;
        this.physical = null;
        this.typeLength = 0;
        this.leaf = -1;
        this.calendar = FileCalendar.GREGORIAN;
    }

    /** A leaf. */
    FileNode(
            String name,
            String path,
            Occurs occurs,
            Annotation annotation,
            int fieldId,
            int definition,
            int repetition,
            PhysicalType physical,
            int typeLength,
            int leaf,
            FileCalendar calendar) {
        this.name = name;
        this.path = path;
        this.occurs = occurs;
        this.annotation = annotation;
        this.fieldId = fieldId;
        this.definition = definition;
        this.repetition = repetition;
        this.children = List.of();
        this.physical = physical;
        this.typeLength = typeLength;
        this.leaf = leaf;
        this.calendar = calendar;
    }

    String name() {
        return name;
    }

    /** The names from the top, joined by points; for messages. */
    String path() {
        return path;
    }

    Occurs occurs() {
        return occurs;
    }

    Annotation annotation() {
        return annotation;
    }

    /** The field's id, or -1. */
    int fieldId() {
        return fieldId;
    }

    /** The definition level from which on the node is present. */
    int definition() {
        return definition;
    }

    int repetition() {
        return repetition;
    }

    List<FileNode> children() {
        return children;
    }

    boolean isLeaf() {
        return leaf >= 0;
    }

    /** The leaf's place among the leaves, which is that of its chunk in every row group. */
    int leaf() {
        return leaf;
    }

    PhysicalType physical() {
        if (physical == null) {
            throw new IllegalStateException("A group has no physical type: " + path);
        }
        return physical;
    }

    /** The calendar of the file that the leaf's dates and times are in. */
    FileCalendar calendar() {
        return calendar;
    }

    /** Bytes of a fixed-length value; 0 for other types. */
    int typeLength() {
        return typeLength;
    }

    /** The same leaf with values that stand for nothing but themselves. */
    FileNode withoutAnnotation() {
        return new FileNode(
                name,
                path,
                occurs,
                Annotation.NONE,
                fieldId,
                definition,
                repetition,
                physical(),
                typeLength,
                leaf,
                calendar);
    }

    /**
     * The child of an exact name, else regardless of case, else null.
     *
     * @throws UnsupportedParquetException if the names of several differ from it only in case
     */
    @Nullable
    FileNode child(String childName) {
        for (FileNode child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        @Nullable FileNode found = null;
        for (FileNode child : children) {
            if (child.name.equalsIgnoreCase(childName)) {
                if (found != null) {
                    throw new UnsupportedParquetException(
                            "Columns of a file differ only in the case of their names, and none has the one asked for",
                            Map.of("column", found.path, "other", child.path, "expected", childName));
                }
                found = child;
            }
        }
        return found;
    }

    /**
     * The child of an id, else null.
     *
     * @throws CorruptParquetException if there are several
     */
    @Nullable
    FileNode childOfId(int id) {
        @Nullable FileNode found = null;
        for (FileNode child : children) {
            if (id >= 0 && child.fieldId == id) {
                if (found != null) {
                    throw new CorruptParquetException(
                            "Columns of a file have the same id",
                            Map.of("column", found.path, "other", child.path, "id", id));
                }
                found = child;
            }
        }
        return found;
    }

    /**
     * The leaf that tells most cheaply where this node is present: the one with the fewest repeated nodes above it; null for a
     * group that holds no leaf at all.
     */
    @Nullable
    FileNode cheapestLeaf() {
        if (isLeaf()) {
            return this;
        }
        @Nullable FileNode best = null;
        for (FileNode child : children) {
            @Nullable FileNode candidate = child.cheapestLeaf();
            if (candidate != null && (best == null || candidate.repetition < best.repetition)) {
                best = candidate;
            }
        }
        return best;
    }
}
