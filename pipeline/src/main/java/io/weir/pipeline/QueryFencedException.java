package io.weir.pipeline;

import org.jspecify.annotations.Nullable;

/** Another run of the same query goes on; this one has stopped and written nothing that counts. */
public class QueryFencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueryFencedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** @param version negative if it is not known */
    static QueryFencedException of(
            String appId,
            @Nullable Long expected,
            @Nullable Long found,
            String place,
            long version,
            @Nullable Throwable cause) {
        return new QueryFencedException(
                "Another run goes on under this application id, so this one stops; nothing it had not"
                        + " committed is in the table {appId=" + appId + ", epochExpected=" + expected + ", epochFound="
                        + found + ", table=" + place + (version < 0 ? "" : ", version=" + version) + "}",
                cause);
    }
}
