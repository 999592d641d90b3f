package io.weir.suite.crashloop;

import io.weir.testkit.kafka.KafkaBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Exit;

/** A Kafka broker as a process: says where it is, restarts when it reads {@code restart}, and ends with its input. */
final class BrokerProcess {
    static final String RESTART = "restart";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        // Kafka logs why it gives up, and there is no logger here
        Exit.setHaltProcedure((status, reason) -> {
            new IllegalStateException("Kafka halts {status=" + status + ", reason=" + reason + "}").printStackTrace();
            Runtime.getRuntime().halt(status);
        });
        Exit.setExitProcedure((status, reason) -> {
            new IllegalStateException("Kafka exits {status=" + status + ", reason=" + reason + "}").printStackTrace();
            Runtime.getRuntime().halt(status);
        });
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
