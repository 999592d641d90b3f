package io.weir.pipeline;

/** Another run of the same query goes on; this one has stopped and written nothing that counts. */
public class QueryFencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueryFencedException(String message) {
        super(message);
    }
}
