package io.weir.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.storage.PutOutcome;
import java.io.IOException;

/**
 * One process of a race between processes: puts names one after the other if absent and prints those it won.
 *
 * <p>Arguments: address, own name, number of names. It says {@code ready} and starts when a line arrives on stdin.
 */
public final class PutRace {
    private PutRace() {}

    public static void main(String[] args) throws IOException {
        try (ObjectStore store = ObjectStores.open(args[0])) {
            System.out.println("ready");
            System.in.read();
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                if (store.putIfAbsent("race/" + i, args[1].getBytes(UTF_8)) == PutOutcome.STORED) {
                    System.out.println(i);
                }
            }
        }
    }
}
