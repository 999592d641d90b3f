package io.weir.log.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableExceptionTest {
    @Test
    void factsFollowTheSentenceInOrderOfTheirNames() {
        TableException error = new CommitConflictException(
                "Another commit removed a file this one read", Facts.of("theirs", 41, "ours", 42));

        assertThat(error.with("table", "/data/orders"))
                .hasMessage("Another commit removed a file this one read {ours=42, table=/data/orders, theirs=41}");
        assertThat(error.sentence()).isEqualTo("Another commit removed a file this one read");
    }

    @Test
    void theFactThatWasThereFirstStays() {
        assertThat(new CorruptTableException("x", Facts.of("file", "near"))
                        .with("file", "far")
                        .facts())
                .containsEntry("file", "near");
    }

    @Test
    void textFromATableCannotCommandATerminal() {
        assertThat(Facts.of("value", "\u001b[2Ja\nb\u009b")).hasToString("{value=\\u001b[2Ja\\u000ab\\u009b}");
    }

    @Test
    void unsupportedFeaturesAreNamed() {
        UnsupportedTableException error = new UnsupportedTableException("Cannot read", List.of("b", "a"), Facts.NONE);

        assertThat(error.features()).containsExactly("a", "b");
        assertThat(error).hasMessage("Cannot read {features=[a, b]}");
    }
}
