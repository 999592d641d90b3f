package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WrittenFile;
import java.util.List;

/** Writes the rows of a group one after the other, as they are read. Safe for many threads. */
final class CopyWriter implements GroupWriter {
    private final GroupRows rows;
    private final long targetBytes;
    private final boolean ahead;

    /** @param ahead are files read by other threads while one is written? */
    CopyWriter(GroupRows rows, long targetBytes, boolean ahead) {
        this.rows = rows;
        this.targetBytes = targetBytes;
        this.ahead = ahead;
    }

    @Override
    public List<WrittenFile> write(FileGroup group, RewriteMemory memory, Progress progress) {
        // The bin may turn out somewhat longer than its files were; a second, tiny file would be no gain
        try (DataFileWriter writer = rows.writer(2 * targetBytes)) {
            List<List<AddFile>> together = ahead
                    ? List.of(group.files())
                    : group.files().stream().map(List::of).toList();
            together.forEach(files -> rows.read(files, batch -> rows.write(batch, writer)));
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
