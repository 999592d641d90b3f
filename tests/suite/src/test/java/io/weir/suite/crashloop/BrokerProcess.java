package io.weir.suite.crashloop;

import io.weir.testkit.kafka.KafkaBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A Kafka broker as a process: says where it is, restarts when it reads {@code restart}, and ends with its input. */
final class BrokerProcess {
    static final String RESTART = "restart";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (KafkaBroker broker = KafkaBroker.start();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            broker.create(Places.TOPIC, Places.PARTITIONS);
            System.out.println(Child.READY + broker.servers());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(RESTART)) {
                    broker.restart(() -> {});
                }
            }
        }
    }
}
