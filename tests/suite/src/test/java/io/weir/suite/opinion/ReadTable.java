package io.weir.suite.opinion;

import java.util.List;

/**
 * A version of a table as an implementation read it.
 *
 * @param version the version that was read
 * @param schemaJson the schema in Delta's JSON
 * @param rows canonical rows, sorted
 */
public record ReadTable(long version, String schemaJson, List<String> rows) {}
