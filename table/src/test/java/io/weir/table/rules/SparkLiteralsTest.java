package io.weir.table.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SparkLiteralsTest {
    @Test
    void bothKindsOfQuotesAreTexts() {
        assertThat(SparkLiterals.ours("a = \"x\" AND `b\"c` <> 'y' AND d <> ''"))
                .isEqualTo("a = 'x' AND `b\"c` <> 'y' AND d <> ''");
        assertThat(SparkLiterals.ours("a = \"it's\"")).isEqualTo("a = 'it''s'");
    }

    @Test
    void aBackslashTakesAwayTheMeaningOfWhatFollows() {
        assertThat(SparkLiterals.ours("a = 'it\\'s \\\\ \\n'")).isEqualTo("a = 'it''s \\ \n'");
        assertThat(SparkLiterals.ours("a LIKE '1\\%'")).isEqualTo("a LIKE '1\\%'");
    }

    @Test
    void textsWhoseMeaningDependsOnSettingsAreRefused() {
        for (String sql :
                new String[] {"a = 'it''s'", "a = 'x' 'y''z'", "a = r'\\n'", "a = '\\u0041'", "a = \"x\"\"y\""}) {
            assertThatThrownBy(() -> SparkLiterals.ours(sql)).as(sql).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
