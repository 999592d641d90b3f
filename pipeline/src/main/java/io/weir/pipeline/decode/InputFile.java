package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import java.util.function.Consumer;

/**
 * One input of rows, read from front to back. One thread at a time.
 *
 * <p>The order of calls: {@link #ready} until it is true; {@link #infer} if the schema is wanted; {@link #start} once; then {@link
 * #next} and {@link #take} in turn.
 */
public interface InputFile extends AutoCloseable {
    /** How the input stands after {@link #next}. */
    enum State {
        /** The batch is full, or the schema has grown and the batch must be taken. */
        MORE,
        /** There is nothing more at the moment. */
        WAITING,
        /** There is nothing more. */
        END
    }

    /** Is enough of the beginning there to know how the input is to be read? Only a growing one says no; it is looked at again then. */
    boolean ready();

    /** The schema that the input has or shows, its columns named by the options. Only before {@link #start}. */
    StructType infer();

    /**
     * Names columns that are not in the schema at first: the schema grows by one when a record has it. Only before {@link #start}; nothing
     * to an input whose beginning names all its columns.
     */
    default void mayAppear(StructType columns) {}

    /**
     * Says what the rows should become and where to begin.
     *
     * @throws SourceException if what was read before is not there any more, or not the same
     */
    void start(StructType schema, FilePosition from);

    /**
     * Reads records into the batch until it has about {@code maxRows}, or nothing more is there. Never waits for a live
     * stream while the batch holds rows.
     *
     * @param bad is given each record that does not fit; if it throws, reading cannot go on
     */
    State next(int maxRows, Consumer<BadRecord> bad);

    /** The rows read since the last call, as a batch; it may be empty. */
    ColumnBatch take();

    /** Behind the last record. */
    FilePosition position();

    @Override
    void close();
}
