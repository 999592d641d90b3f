package io.weir.pipeline.decode;

/** A record does not fit and the policy is to fail. Nothing of its epoch is in the table. */
public class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient BadRecord badRecord;

    public BadRecordException(BadRecord badRecord) {
        super(badRecord.message());
        this.badRecord = badRecord;
    }

    public BadRecord badRecord() {
        return badRecord;
    }
}
