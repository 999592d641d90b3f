package io.weir.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.log.commit.LogName;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForeignChecksumsTest {
    @Test
    void theStateOfEveryVersionIsWhatItsWriterRecorded() {
        Map<String, Map<String, Facts>> wrong = new TreeMap<>();
        int checked = 0;
        for (Path table : SharedTables.all()) {
            List<Path> files = SharedTables.logFiles(table, ".crc");
            if (files.isEmpty()) {
                continue;
            }
            try (ObjectStore store = ObjectStores.open(table.toUri())) {
                DeltaLog log = DeltaLog.forTable(store);
                for (Path file : files) {
                    LogName name = LogName.parse(file.getFileName().toString()).orElse(null);
                    if (name == null) {
                        continue;
                    }
                    try {
                        Map<String, Facts> differences = log.verify(log.at(name.version()));
                        if (!differences.isEmpty()) {
                            wrong.put(table.getFileName() + "@v" + name.version(), differences);
                        }
                        checked++;
                    } catch (UnsupportedTableException | VersionNotFoundException | CorruptTableException e) {
                        // tables of the shared collection that need more than we have, or have lost what they need
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(300);
    }
}
