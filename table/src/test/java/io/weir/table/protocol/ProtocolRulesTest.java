package io.weir.table.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.TableException;
import io.weir.log.error.UnsupportedTableException;
import io.weir.table.sql.SchemaDdl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolRulesTest {
    private static Metadata metadata(String ddl, Map<String, String> properties) {
        StructType schema = SchemaDdl.parse(ddl);
        Map<String, @Nullable String> configuration = new HashMap<>(properties);
        return Metadata.builder("id")
                .schema(schema)
                .configuration(configuration)
                .build();
    }

    @Test
    void aPlainTableNeedsNoFeatureByName() {
        assertThat(ProtocolRules.ofNew(metadata("id BIGINT", Map.of()), Map.of()))
                .isEqualTo(new Protocol(1, 2));
        assertThat(ProtocolRules.ofNew(metadata("id BIGINT", Map.of("delta.appendOnly", "true")), Map.of()))
                .isEqualTo(new Protocol(1, 2));
    }

    @Test
    void aVersionThatStandsForExactlyWhatIsNeededIsUsed() {
        assertThat(ProtocolRules.ofNew(metadata("id BIGINT", Map.of("delta.constraints.c", "id > 0")), Map.of()))
                .isEqualTo(new Protocol(1, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "delta.enableChangeDataFeed, true, 1, changeDataFeed",
        "delta.columnMapping.mode, name, 2, columnMapping",
        "delta.enableInCommitTimestamps, true, 1, inCommitTimestamp",
        "delta.enableTypeWidening, true, 3, typeWidening",
        "delta.enableDeletionVectors, true, 3, deletionVectors",
        "delta.checkpointPolicy, v2, 3, v2Checkpoint"
    })
    void aPropertyBringsItsFeatureAndTheOldOnesAreListed(String key, String value, int reader, String feature) {
        Protocol protocol = ProtocolRules.ofNew(metadata("id BIGINT", Map.of(key, value)), Map.of());
        assertThat(protocol.minReaderVersion()).isEqualTo(reader);
        assertThat(protocol.minWriterVersion()).isEqualTo(7);
        assertThat(protocol.writerFeatures()).containsExactlyInAnyOrder("appendOnly", "invariants", feature);
        assertThat(protocol.readerFeatures()).isEqualTo(reader == 3 ? Set.of(feature) : Set.of());
    }

    @Test
    void whatAFeatureRequiresComesWithIt() {
        assertThat(ProtocolRules.ofNew(metadata("id BIGINT", Map.of("delta.enableRowTracking", "true")), Map.of())
                        .writerFeatures())
                .contains("rowTracking", "domainMetadata");
        assertThat(ProtocolRules.ofNew(metadata("id BIGINT", Map.of("delta.enableIcebergCompatV2", "true")), Map.of())
                        .effectiveReaderFeatures())
                .containsExactly("columnMapping");
    }

    @Test
    void typesNeedTheirFeaturesAtEveryDepth() {
        Protocol protocol = ProtocolRules.ofNew(metadata("a ARRAY<STRUCT<t: TIMESTAMP_NTZ>>", Map.of()), Map.of());
        assertThat(protocol.readerFeatures()).containsExactly("timestampNtz");
    }

    @Test
    void aFeatureIsAskedForByName() {
        Protocol protocol = ProtocolRules.upgraded(
                new Protocol(1, 2),
                metadata("id BIGINT", Map.of()),
                Map.of("delta.feature.vacuumProtocolCheck", "supported"));
        assertThat(protocol)
                .isEqualTo(new Protocol(
                        3,
                        7,
                        Set.of("vacuumProtocolCheck"),
                        Set.of("appendOnly", "invariants", "vacuumProtocolCheck"),
                        Map.of()));
    }

    @Test
    void versionsGrowAndNeverShrink() {
        Metadata plain = metadata("id BIGINT", Map.of());
        assertThat(ProtocolRules.upgraded(new Protocol(1, 2), plain, Map.of("delta.minWriterVersion", "4")))
                .isEqualTo(new Protocol(1, 4));
        assertThat(ProtocolRules.upgraded(new Protocol(1, 4), plain, Map.of("delta.minWriterVersion", "2")))
                .isEqualTo(new Protocol(1, 4));
        assertThat(ProtocolRules.upgraded(
                        new Protocol(1, 2),
                        plain,
                        Map.of("delta.minReaderVersion", "2", "delta.minWriterVersion", "5")))
                .isEqualTo(new Protocol(2, 5));
        assertThatThrownBy(
                        () -> ProtocolRules.upgraded(new Protocol(1, 2), plain, Map.of("delta.minWriterVersion", "8")))
                .isInstanceOfSatisfying(
                        TableException.class,
                        e -> assertThat(e.facts()).containsEntry("found", "8").containsEntry("newest", "7"));
    }

    @Test
    void aTableThatListsFeaturesGoesOnListingThem() {
        Protocol before = new Protocol(3, 7, Set.of("deletionVectors"), Set.of("deletionVectors"), Map.of());
        Protocol after =
                ProtocolRules.upgraded(before, metadata("id BIGINT", Map.of("delta.constraints.c", "true")), Map.of());
        assertThat(after.writerFeatures()).containsExactlyInAnyOrder("deletionVectors", "checkConstraints");
        assertThat(after.readerFeatures()).containsExactly("deletionVectors");
    }

    @Test
    void aPreviewOfAFeatureIsNotDoubledByItsFinalForm() {
        Protocol before = new Protocol(3, 7, Set.of("typeWidening-preview"), Set.of("typeWidening-preview"), Map.of());
        assertThat(ProtocolRules.upgraded(
                        before, metadata("id BIGINT", Map.of("delta.enableTypeWidening", "true")), Map.of()))
                .isEqualTo(before);
    }

    @Test
    void aTableDoesNotBecomeManagedByACatalogByAProperty() {
        assertThatThrownBy(() -> ProtocolRules.ofNew(
                        metadata("id BIGINT", Map.of()), Map.of("delta.feature.catalogManaged", "supported")))
                .isInstanceOf(UnsupportedTableException.class);
    }

    @Test
    void aFeatureThatIsTakenAwayLeavesTheLeastProtocol() {
        Protocol some = new Protocol(1, 2).with(List.of(TableFeature.DELETION_VECTORS));
        assertThat(some.without(TableFeature.DELETION_VECTORS)).isEqualTo(new Protocol(1, 2));
        assertThat(new Protocol(1, 3).without(TableFeature.INVARIANTS))
                .isEqualTo(new Protocol(1, 7, Set.of(), Set.of("appendOnly", "checkConstraints"), Map.of()));
    }
}
