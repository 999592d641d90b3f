package io.weir.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Engine.INFO).matches("Weir/\\d+\\.\\d+\\.\\d+.*");
    }
}
