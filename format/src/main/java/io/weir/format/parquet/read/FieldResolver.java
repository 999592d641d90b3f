package io.weir.format.parquet.read;

import io.weir.format.type.StructField;
import org.jspecify.annotations.Nullable;

/** Finds the field of a file that a field asked for means. */
interface FieldResolver {
    /** By exact name, else regardless of case. */
    FieldResolver BY_NAME = (group, field) -> group.child(field.name());

    /** The child of {@code group} that is meant, or null if the file does not have it. */
    @Nullable
    FileNode resolve(FileNode group, StructField field);
}
