package io.weir.pipeline;

import io.weir.format.text.RowPrinter;
import io.weir.format.type.StructType;
import io.weir.pipeline.sink.ConsoleSink;
import io.weir.pipeline.sink.files.FilesSink;
import io.weir.pipeline.sink.kafka.KafkaSink;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.Function;

/** Where a query can put rows other than into tables. */
public final class Sinks {
    private Sinks() {}

    /** Messages of a topic, exactly once. {@code servers} is {@code host:port,host:port}. */
    public static KafkaSink kafka(String servers, String topic) {
        return KafkaSink.of(servers, topic);
    }

    /** Files of JSON objects, one a line, in a local directory; each row once. */
    public static FilesSink json(Path directory) {
        return FilesSink.json(directory);
    }

    /** Files of CSV with a header in a local directory; each row once. */
    public static FilesSink csv(Path directory) {
        return FilesSink.csv(directory);
    }

    /** Printed to be looked at; remembers nothing. {@code form} is such as {@code RowPrinter::jsonLines}. */
    public static ConsoleSink console(PrintStream out, Function<StructType, RowPrinter> form) {
        return ConsoleSink.of(out, form);
    }
}
