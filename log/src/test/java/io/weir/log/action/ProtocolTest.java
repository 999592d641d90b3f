package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    @Test
    void legacyVersionsStandForFeatures() {
        assertThat(new Protocol(1, 1).effectiveWriterFeatures()).isEmpty();
        assertThat(new Protocol(1, 2).effectiveWriterFeatures()).containsExactly("appendOnly", "invariants");
        assertThat(new Protocol(2, 5).effectiveReaderFeatures()).containsExactly("columnMapping");
        assertThat(new Protocol(2, 6).effectiveWriterFeatures())
                .containsExactly(
                        "appendOnly",
                        "changeDataFeed",
                        "checkConstraints",
                        "columnMapping",
                        "generatedColumns",
                        "identityColumns",
                        "invariants");
    }

    @Test
    void listedFeaturesReplaceWhatVersionsStandFor() {
        Protocol listed = new Protocol(1, 7, Set.of(), Set.of("inCommitTimestamp"), Map.of());

        assertThat(listed.effectiveWriterFeatures()).containsExactly("inCommitTimestamp");
        assertThat(listed.supports(TableFeature.APPEND_ONLY)).isFalse();
        assertThat(listed.supports(TableFeature.IN_COMMIT_TIMESTAMP)).isTrue();
    }

    @Test
    void addingAFeatureKeepsThoseThatWereImplied() {
        assertThat(Protocol.LEGACY_DEFAULT.with(List.of(TableFeature.IN_COMMIT_TIMESTAMP)))
                .isEqualTo(new Protocol(
                        1, 7, Set.of(), Set.of("appendOnly", "invariants", "inCommitTimestamp"), Map.of()));
        assertThat(Protocol.LEGACY_DEFAULT.with(List.of(TableFeature.TIMESTAMP_NTZ)))
                .isEqualTo(new Protocol(
                        3, 7, Set.of("timestampNtz"), Set.of("appendOnly", "invariants", "timestampNtz"), Map.of()));
    }

    @Test
    void addingAReaderFeatureBesideOneAVersionImpliedListsBoth() {
        assertThat(new Protocol(2, 5).with(List.of(TableFeature.TIMESTAMP_NTZ)).readerFeatures())
                .containsExactly("columnMapping", "timestampNtz");
    }

    @Test
    void addingWhatIsThereChangesNothing() {
        assertThat(Protocol.LEGACY_DEFAULT.with(List.of(TableFeature.APPEND_ONLY)))
                .isSameAs(Protocol.LEGACY_DEFAULT);
    }
}
