package io.weir.table.alter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "`a b`.c", "`a.b`", "`a``b`.c"})
    void aPlaceIsSpelledSoThatItIsFoundAgain(String text) {
        assertThat(SchemaPath.parse(text)).hasToString(text);
    }

    @Test
    void aBackQuoteInANameIsDoubled() {
        SchemaPath path = new SchemaPath(List.of("odd`", "x"));

        assertThat(path).hasToString("`odd```.x");
        assertThat(SchemaPath.parse(path.toString())).isEqualTo(path);
    }
}
