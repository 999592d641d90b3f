package io.weir.pipeline.source.kafka;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.UnknownFields;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.SourceReader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of Kafka topics, each once and those of a partition in their order. Immutable.
 *
 * <p>A message whose value is a JSON object is a row, unless {@link #csv} or {@link #raw} says otherwise; one without a value (a tombstone) is read and
 * gives no row, except of {@link #raw}. Messages of transactions that were aborted are not read, those of open ones not yet.
 *
 * <p>A query that ends with what is there reads up to the offsets at which partitions end when it starts. One that goes on finds new partitions,
 * and new topics of a pattern, within some seconds, and reads them from their beginning.
 *
 * <p>The brokers are a way in and no part of the {@link #identity}; the topics are. Another topic of the same name, of this cluster or another, is
 * told apart by the id that brokers give it. A query whose list of topics may change needs an application id of its own.
 */
public final class KafkaSource implements Source {
    private final Reading reading;

    private KafkaSource(Reading reading) {
        this.reading = reading;
    }

    /**
     * @param servers some brokers to ask for the others: {@code host:port,host:port}
     * @param topics at least one
     */
    public static KafkaSource of(String servers, String... topics) {
        return of(servers, new TopicSelection.Named(List.of(topics)));
    }

    /** @param regex that the whole name of a topic matches; {@link java.util.regex.Pattern} */
    public static KafkaSource matching(String servers, String regex) {
        return of(servers, TopicSelection.Matching.of(regex));
    }

    private static KafkaSource of(String servers, TopicSelection topics) {
        if (!servers.matches("[^,\\s/]+:\\d{1,5}(,[^,\\s/]+:\\d{1,5})*")) {
            throw new IllegalArgumentException(
                    "Not addresses of Kafka brokers {expected=host:port,host:port, servers=" + servers + "}");
        }
        return new KafkaSource(new Reading(
                topics,
                new ClientSettings(servers, Map.of()),
                FileFormat.JSON,
                false,
                null,
                KafkaStart.earliest(),
                null,
                Runtime.getRuntime().availableProcessors()));
    }

    /** Rows become these columns, rather than those of the table or those that the first messages show. Not for raw messages. */
    public KafkaSource schema(StructType columns) {
        decoded();
        return new KafkaSource(reading.with(columns));
    }

    /** Names of columns are made from names of fields by this rule. Not for raw messages. */
    public KafkaSource columnNames(ColumnNaming naming) {
        return format(decoded().withNaming(naming));
    }

    /** Not for raw messages. */
    public KafkaSource unknownFields(UnknownFields unknownFields) {
        return format(decoded().withUnknownFields(unknownFields));
    }

    /** Values are one line of CSV each; there is no header, whatever the format says. Columns are known by their place. */
    public KafkaSource csv(CsvFormat csv) {
        return format(FileFormat.CSV
                .withCsv(csv.withHeader(false))
                .withNaming(decoded().naming()));
    }

    /**
     * Messages are rows as they are: {@code key BINARY, value BINARY, topic STRING, partition INT, offset BIGINT, timestamp TIMESTAMP}.
     * Headers are left out.
     */
    public KafkaSource raw() {
        Reading plain = reading.withMetadata(false).with((StructType) null);
        return new KafkaSource(plain.with((FileFormat) null));
    }

    /** Rows say where they are from, in columns {@code _topic STRING, _partition INT, _offset BIGINT, _timestamp TIMESTAMP}. Raw messages do anyway. */
    public KafkaSource withMetadata() {
        decoded();
        return new KafkaSource(reading.withMetadata(true));
    }

    /** Where the first run begins; those after it go on where the table says. */
    public KafkaSource startingAt(KafkaStart start) {
        return new KafkaSource(reading.with(start));
    }

    /** Goes on where messages are gone that were not read, and tells what is lost. Without this, that is an error. */
    public KafkaSource allowLoss(Consumer<KafkaLoss> told) {
        return new KafkaSource(reading.with(told));
    }

    /**
     * A property of the Kafka client, such as {@code security.protocol}. Without any, {@code isolation.level} is {@code read_committed}, fetches
     * are of 16 MB at most, and brokers that do not answer for {@code default.api.timeout.ms} of 20 seconds are an error at the start.
     *
     * @throws IllegalArgumentException if it is one that the query itself sets, such as {@code group.id}
     */
    public KafkaSource property(String name, String value) {
        return new KafkaSource(reading.with(reading.client().with(name, value)));
    }

    /**
     * At most so many threads read, each some of the partitions, where the query can have several: a continuous one without steps that remember. Default:
     * one for each processor.
     */
    public KafkaSource readers(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A topic is read by at least one reader {readers=" + most + "}");
        }
        return new KafkaSource(reading.withReaders(most));
    }

    private KafkaSource format(FileFormat format) {
        return new KafkaSource(reading.with(format));
    }

    private FileFormat decoded() {
        FileFormat format = reading.format();
        if (format == null) {
            throw new IllegalArgumentException(
                    "Raw messages have columns of their own {topics=" + reading.topics() + "}");
        }
        return format;
    }

    @Override
    public String identity() {
        return "kafka:" + reading.topics();
    }

    @Override
    public boolean identifiesItself() {
        return true;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        return openParts(from, settings, 1).get(0);
    }

    /** At most one for each partition that there is now. */
    @Override
    public List<SourceReader> openParts(Position from, ReadSettings settings) {
        return openParts(from, settings, reading.readers());
    }

    private List<SourceReader> openParts(Position from, ReadSettings settings, int readers) {
        FileFormat format = reading.format();
        if (format == null) {
            return KafkaReader.open(reading, from, settings, null, readers);
        }
        boolean grows = settings.addColumns() && format.kind() == FileFormat.Kind.JSON;
        Reading opened = grows ? reading.with(format.withUnknownFields(UnknownFields.ADD)) : reading;
        StructType schema = reading.schema();
        return schema == null
                ? KafkaReader.open(opened, from, settings, settings.schema(), readers)
                : KafkaReader.open(opened, from, settings.withoutKnown(), schema, readers);
    }

    @Override
    public String toString() {
        return identity();
    }
}
