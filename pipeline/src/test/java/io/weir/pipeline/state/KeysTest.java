package io.weir.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void aKeyHasOneNumberHoweverOftenItComes() {
        SplittableRandom random = new SplittableRandom(7);
        Keys keys = new Keys();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            String key = Integer.toString(random.nextInt(20_000), 36).repeat(random.nextInt(4));
            int number = numbers.computeIfAbsent(key, k -> numbers.size());
            assertThat(add(keys, key)).isEqualTo(number);
        }
        assertThat(keys.size()).isEqualTo(numbers.size());
        numbers.forEach((key, number) -> assertThat(text(keys, number)).isEqualTo(key));
    }

    @Test
    void keysWithOneHashAreToldApart() {
        Keys keys = new Keys();
        byte[] data = "abc".getBytes(StandardCharsets.UTF_8);

        assertThat(keys.add(-1, data, 0, 1)).isZero();
        assertThat(keys.add(-1, data, 1, 2)).isEqualTo(1);
        assertThat(keys.add(-1, data, 0, 0)).isEqualTo(2);
        assertThat(keys.add(-1, data, 0, 1)).isZero();
    }

    @Test
    void keysAreSortedByTheirBytes() {
        List<String> texts = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> Integer.toString(i * 7919 % 1_000))
                .toList());
        Keys keys = new Keys();
        texts.forEach(text -> add(keys, text));
        int[] numbers = IntStream.range(0, keys.size()).toArray();

        keys.sort(numbers, numbers.length);

        Collections.sort(texts);
        assertThat(IntStream.of(numbers).mapToObj(number -> text(keys, number))).isEqualTo(texts);
    }

    private static int add(Keys keys, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return keys.add(Keys.hash(bytes, 0, bytes.length), bytes, 0, bytes.length);
    }

    private static String text(Keys keys, int number) {
        return new String(
                keys.data(), keys.start(number), keys.end(number) - keys.start(number), StandardCharsets.UTF_8);
    }
}
