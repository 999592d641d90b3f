package io.weir.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonOutputTest {
    @Test
    void commasAreSetWhereTheyBelong() {
        JsonOutput out = new JsonOutput();
        out.beginObject().member("a", 1).beginObject("b").endObject().member("c", List.of("x", "y"));
        out.member("d", Map.of("k", "v"))
                .beginArray("e")
                .beginObject()
                .endObject()
                .beginObject()
                .endObject()
                .endArray();
        out.memberIfAny("f", (String) null)
                .member("g", true)
                .endObject()
                .newLine()
                .beginObject()
                .endObject();

        assertThat(out)
                .hasToString("{\"a\":1,\"b\":{},\"c\":[\"x\",\"y\"],\"d\":{\"k\":\"v\"},\"e\":[{},{}],\"g\":true}\n{}");
    }

    @Test
    void everyStringComesBack() {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++) {
                int kind = random.nextInt(6);
                text.appendCodePoint(
                        kind == 0
                                ? random.nextInt(0x20)
                                : kind == 1
                                        ? random.nextInt(0x80)
                                        : kind == 2
                                                ? random.nextInt(0x800)
                                                : kind == 3
                                                        ? random.nextInt(0xD800)
                                                        : kind == 4 ? 0x10000 + random.nextInt(0xFFFFF) : 'a');
            }
            JsonInput in = JsonInput.of(new JsonOutput(1)
                    .beginObject()
                    .member(text.toString(), text.toString())
                    .endObject()
                    .toBytes());
            in.nextObject();
            assertThat(in.nextName()).isEqualTo(text.toString());
            assertThat(in.string()).isEqualTo(text.toString());
        }
    }

    @Test
    void halfASurrogatePairSurvives() {
        assertThat(JsonOutput.quote("a\uD834b")).isEqualTo("\"a\\ud834b\"");
    }
}
