package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/** A file's schema as a tree, made from the footer's flat list. */
final class FileSchema {
    /** Levels are kept in bytes; nobody nests this deep. */
    private static final int MAX_LEVEL = Byte.MAX_VALUE;

    private final List<SchemaElement> elements;
    private final List<FileNode> leaves = new ArrayList<>();
    private final FileCalendar calendar;
    private final FileNode root;
    private int next;

    FileSchema(List<SchemaElement> elements, FileCalendar calendar) {
        this.elements = elements;
        this.calendar = calendar;
        if (elements.isEmpty()) {
            throw corrupt("schema is empty");
        }
        SchemaElement top = elements.get(next++);
        this.root = new FileNode(
                String.valueOf(top.getName()),
                "",
                FileNode.Occurs.REQUIRED,
                Annotation.NONE,
                -1,
                0,
                0,
                children(top, "", 0, 0, 0));
        if (next != elements.size()) {
            throw corrupt("elements are left over");
        }
    }

    /** The group of the top-level columns. */
    FileNode root() {
        return root;
    }

    /** The leaves in the order of a row group's column chunks. */
    List<FileNode> leaves() {
        return leaves;
    }

    /** Does any column have an id? */
    boolean hasFieldIds() {
        return elements.stream().anyMatch(SchemaElement::isSetField_id);
    }

    private List<FileNode> children(SchemaElement parent, String path, int definition, int repetition, int depth) {
        int count = parent.getNum_children();
        if (count < 0 || count > elements.size() - next) {
            throw corrupt("number of children is wrong: " + count);
        }
        List<FileNode> children = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            children.add(node(path, definition, repetition, depth));
        }
        return children;
    }

    private FileNode node(String parentPath, int definition, int repetition, int depth) {
        if (next >= elements.size()) {
            throw corrupt("elements are missing");
        }
        SchemaElement element = elements.get(next++);
        String name = element.getName();
        if (name == null) {
            throw corrupt("an element has no name");
        }
        String path = parentPath.isEmpty() ? name : parentPath + "." + name;
        FileNode.Occurs occurs = occurs(element.getRepetition_type());
        int definitionHere = definition + (occurs == FileNode.Occurs.REQUIRED ? 0 : 1);
        int repetitionHere = repetition + (occurs == FileNode.Occurs.REPEATED ? 1 : 0);
        if (depth >= MAX_LEVEL) {
            throw corrupt("groups are nested too deeply");
        }
        int id = element.isSetField_id() ? element.getField_id() : -1;
        Annotation annotation = Annotation.of(element);
        if (!element.isSetType()) {
            List<FileNode> children = children(element, path, definitionHere, repetitionHere, depth + 1);
            return new FileNode(name, path, occurs, annotation, id, definitionHere, repetitionHere, children);
        }
        if (element.getType() == null || element.getNum_children() != 0) {
            throw corrupt("a leaf has an unknown type or children: " + path);
        }
        PhysicalType physical = PhysicalType.values()[element.getType().getValue()];
        FileNode leaf = new FileNode(
                name,
                path,
                occurs,
                annotation,
                id,
                definitionHere,
                repetitionHere,
                physical,
                length(physical, element, path),
                leaves.size(),
                calendar);
        leaves.add(leaf);
        return leaf;
    }

    private static int length(PhysicalType physical, SchemaElement element, String path) {
        if (physical == PhysicalType.INT96) {
            return 12;
        }
        if (physical != PhysicalType.FIXED_LEN_BYTE_ARRAY) {
            return 0;
        }
        if (element.getType_length() <= 0) {
            throw corrupt("a fixed-length leaf has no length: " + path);
        }
        return element.getType_length();
    }

    private static FileNode.Occurs occurs(FieldRepetitionType type) {
        if (type == FieldRepetitionType.REPEATED) {
            return FileNode.Occurs.REPEATED;
        }
        return type == FieldRepetitionType.OPTIONAL ? FileNode.Occurs.OPTIONAL : FileNode.Occurs.REQUIRED;
    }

    private static CorruptParquetException corrupt(String problem) {
        return new CorruptParquetException("Footer holds a schema that makes no sense", Map.of("problem", problem));
    }
}
