package io.weir.suite.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.TableShape;
import io.weir.suite.RepositoryRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of table features against what the code does. */
class TableFeaturesPageTest {
    private static final Metadata UNUSED = Metadata.builder("5fba94ed-9794-4965-ba6e-6ee3c0d22af9")
            .schema(StructType.EMPTY)
            .build();

    @ParameterizedTest
    @EnumSource
    void thePageSaysOfEveryFeatureWhatHappens(TableFeature feature) throws IOException {
        List<String> row = row(feature.featureName());
        Set<String> readers = feature.isReaderFeature() ? Set.of(feature.featureName()) : Set.of();
        Protocol protocol =
                new Protocol(feature.isReaderFeature() ? 3 : 1, 7, readers, Set.of(feature.featureName()), Map.of());

        assertThat(row.get(1).startsWith("yes")).as("reading: %s", row).isEqualTo(isReadable(protocol));
        if (isReadable(protocol)) {
            assertThat(row.get(2).startsWith("no"))
                    .as("writing: %s", row)
                    .isEqualTo(
                            !TableShape.of(protocol, UNUSED).missingForWriting().isEmpty());
        }
    }

    private static boolean isReadable(Protocol protocol) {
        try {
            TableShape.of(protocol, UNUSED);
            return true;
        } catch (UnsupportedTableException e) {
            return false;
        }
    }

    /** The cells of the line of the table that names the feature. */
    private static List<String> row(String feature) throws IOException {
        List<List<String>> rows =
                Files.readAllLines(RepositoryRoot.find().resolve("docs/reference/table-features.md")).stream()
                        .filter(line -> line.startsWith("| `") && line.contains("`" + feature + "`"))
                        .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                                .map(String::strip)
                                .toList())
                        .toList();
        assertThat(rows).as("lines about %s", feature).hasSize(1);
        return rows.get(0);
    }
}
