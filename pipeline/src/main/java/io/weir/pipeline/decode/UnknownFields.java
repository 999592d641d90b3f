package io.weir.pipeline.decode;

/** What becomes of a record with a field that the schema does not have. */
public enum UnknownFields {
    /** It is a bad record: nothing is dropped unseen. */
    REFUSE,
    /** The field is left out. */
    IGNORE,
    /** The schema gains a column of the type the field has. */
    ADD
}
