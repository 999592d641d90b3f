package io.weir.bench;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.pipeline.Query;
import io.weir.pipeline.RunningQuery;
import io.weir.pipeline.Sources;
import io.weir.pipeline.Trigger;
import io.weir.pipeline.source.kafka.KafkaSource;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How many messages a second become rows that are committed: a topic of four partitions with JSON of about 100 bytes, of a broker in another process of
 * this machine. A number that is missing or there twice ends the program with exit code 1.
 */
public final class KafkaIngest {
    private static final int PARTITIONS = 4;
    private static final String TOPIC = "events";
    private static final int RUNS = 2;

    private KafkaIngest() {}

    /** Arguments: work directory, number of messages, then triggers such as {@code available-now}, {@code 100ms} or {@code 100ms/1}. */
    public static void main(String[] arguments) throws Exception {
        Path work = Files.createTempDirectory(
                Files.createDirectories(Path.of(arguments[0]).toAbsolutePath()), "kafka");
        long messages = Long.parseLong(arguments[1]);
        try (Broker broker = Broker.start(work.resolve("broker"), TOPIC, PARTITIONS)) {
            produce(broker, messages);
            for (int run = 0; run < RUNS; run++) {
                for (String trigger : Arrays.copyOfRange(arguments, 2, arguments.length)) {
                    measure(work.resolve("table-" + trigger.replace('/', '-') + "-" + run), broker, trigger, messages);
                }
            }
        } finally {
            Job.delete(work);
        }
    }

    private static void produce(Broker broker, long messages) {
        long begun = System.nanoTime();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.servers(),
                "linger.ms",
                20,
                "batch.size",
                1 << 18,
                "buffer.memory",
                128L << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long n = 0; n < messages; n++) {
                String json = "{\"id\":" + n + ",\"user\":" + n * 7919 % 1_000_003 + ",\"kind\":\"view-" + n % 17
                        + "\",\"amount\":" + n % 10_000 / 100.0 + ",\"at\":\"2026-01-01T00:" + (10 + n % 50)
                        + ":00Z\"}";
                producer.send(new ProducerRecord<>(
                        TOPIC, (int) (n % PARTITIONS), null, json.getBytes(StandardCharsets.UTF_8)));
            }
        }
        say("produced", messages, System.nanoTime() - begun, "");
    }

    private static void measure(Path path, Broker broker, String name, long messages) throws Exception {
        String[] parts = name.split("/", 2);
        KafkaSource source = Sources.kafka(broker.servers(), TOPIC);
        if (parts.length == 2) {
            source = source.readers(Integer.parseInt(parts[1]));
        }
        boolean ends = parts[0].equals("available-now");
        long begun = System.nanoTime();
        RunningQuery query = Query.from(source)
                .to(path)
                .create()
                .trigger(ends ? Trigger.availableNow() : continuous(parts[0]))
                .start();
        while (!ends
                && query.lastProgress()
                        .map(progress -> progress.total().rowsOut() < messages)
                        .orElse(true)) {
            if (query.await(Duration.ofMillis(5)).isPresent()) {
                throw new IllegalStateException("The query has ended");
            }
        }
        long nanos = System.nanoTime() - begun;
        if (ends) {
            query.await();
            nanos = System.nanoTime() - begun;
        } else {
            query.stop();
        }
        say(name, messages, nanos, check(path, messages));
        Job.delete(path);
    }

    private static Trigger continuous(String interval) {
        return Trigger.continuous(Duration.ofMillis(Long.parseLong(interval.replace("ms", ""))));
    }

    /** Every number must be there once. */
    private static String check(Path path, long messages) throws Exception {
        long rows = 0;
        long sum = 0;
        try (Table table = Table.open(path);
                CloseableIterator<ColumnBatch> batches =
                        table.scan().select("id").batches()) {
            while (batches.hasNext()) {
                LongVector ids = (LongVector) batches.next().column("id");
                rows += ids.length();
                for (int i = 0; i < ids.length(); i++) {
                    sum += ids.value(i);
                }
            }
            if (rows != messages || sum != messages * (messages - 1) / 2) {
                System.out.println(
                        "ROWS ARE LOST OR DOUBLED, expected " + messages + ", found " + rows + ", sum " + sum);
                System.exit(1);
            }
            return ", " + table.latest().version() + " versions";
        }
    }

    private static void say(String name, long messages, long nanos, String more) {
        System.out.printf(
                Locale.ROOT,
                "%-16s %,d messages in %.1f s: %,.0f/s%s%n",
                name,
                messages,
                nanos / 1e9,
                messages * 1e9 / nanos,
                more);
    }
}
