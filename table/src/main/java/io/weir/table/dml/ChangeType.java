package io.weir.table.dml;

/** What happened to a row, as change files say it. (PROTOCOL.md, "Change Data Files") */
enum ChangeType {
    INSERT("insert"),
    DELETE("delete"),
    UPDATE_PREIMAGE("update_preimage"),
    UPDATE_POSTIMAGE("update_postimage");

    private final String text;

    ChangeType(String text) {
        this.text = text;
    }

    /** The value of the column that tells it. */
    String text() {
        return text;
    }
}
