package io.weir.cli;

/** The forms in which data is printed. */
enum OutputForm {
    /** Aligned columns, for people. */
    table,
    /** One JSON array. */
    json,
    /** One JSON object a line. */
    jsonl,
    /** RFC 4180 with a header. */
    csv,
    /** One row a line in the exact form by which implementations are compared; rows only. */
    canonical
}
