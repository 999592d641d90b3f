package io.weir.log.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.schema.SchemaJson;
import io.weir.log.SharedTables;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.UnsupportedTableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForeignCommitsTest {
    @Test
    void everyCommitOfEveryTableIsReadWrittenAndReadAgainWithoutLoss() throws IOException {
        int commits = 0;
        TreeMap<String, String> broken = new TreeMap<>();
        for (Path table : SharedTables.all()) {
            for (Path file : SharedTables.logFiles(table, ".json")) {
                List<Action> actions;
                try {
                    actions = ActionCodec.readCommit(Files.readAllBytes(file), file.toString(), 0);
                } catch (CorruptTableException e) {
                    broken.put(
                            table.getFileName() + "/" + file.getFileName(),
                            e.facts().toString());
                    continue;
                }
                byte[] written = ActionCodec.write(actions);
                assertThat(ActionCodec.readCommit(written, "written", 0))
                        .as(file.toString())
                        .isEqualTo(actions);
                commits++;
            }
        }
        assertThat(commits).isGreaterThan(1000);
        assertThat(broken).isEmpty();
    }

    @Test
    void everySchemaIsReadWrittenAndReadAgainWithoutLoss() throws IOException {
        List<String> unknownTypes = new ArrayList<>();
        int schemas = 0;
        for (Path table : SharedTables.all()) {
            for (Path file : SharedTables.logFiles(table, ".json")) {
                List<Action> actions = ActionCodec.readCommit(Files.readAllBytes(file), file.toString(), 0);
                for (Action action : actions) {
                    if (action instanceof Metadata metadata && metadata.schemaString() != null) {
                        try {
                            String written = SchemaJson.format(metadata.schema());
                            assertThat(SchemaJson.parse(written)).isEqualTo(metadata.schema());
                            schemas++;
                        } catch (UnsupportedTableException e) {
                            unknownTypes.addAll(e.features());
                        }
                    }
                }
            }
        }
        assertThat(schemas).isGreaterThan(300);
        assertThat(unknownTypes).isSubsetOf("void", "interval year to month", "interval day to second");
    }
}
