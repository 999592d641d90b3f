package io.weir.compaction.optimize;

import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WrittenFile;
import java.util.List;

/** Writes the rows of a group one after the other, as they are read. Safe for many threads. */
final class CopyWriter implements GroupWriter {
    private final GroupRows rows;
    private final long targetBytes;

    CopyWriter(GroupRows rows, long targetBytes) {
        this.rows = rows;
        this.targetBytes = targetBytes;
    }

    @Override
    public List<WrittenFile> write(FileGroup group, RewriteMemory memory, Progress progress) {
        // The bin may turn out somewhat longer than its files were; a second, tiny file would be no gain
        try (DataFileWriter writer = rows.writer(2 * targetBytes)) {
            rows.read(group.files(), batch -> rows.write(batch, writer));
            List<WrittenFile> files = writer.finish();
            progress.done(group.sizeBytes());
            return group.files().size() > 1
                    ? files
                    : files.stream()
                            .map(file -> new WrittenFile(
                                    file.name(),
                                    file.rows(),
                                    CubeTags.like(file.action(), group.files().get(0))))
                            .toList();
        }
    }
}
