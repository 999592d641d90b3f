package io.weir.compaction.optimize;

import io.weir.log.action.AddFile;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WrittenFile;
import java.util.Arrays;
import java.util.List;

/** Writes the rows of a group one after the other, as they are read: file by file, in the order of the group. Safe for many threads. */
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
    public RewrittenGroup write(FileGroup group, RewriteMemory memory, Progress progress) {
        List<AddFile> files = group.files();
        long[] rowsRead = new long[files.size()];
        // The bin may turn out somewhat longer than its files were; a second, tiny file would be no gain
        try (DataFileWriter writer = rows.writer(2 * targetBytes)) {
            int together = ahead ? files.size() : 1;
            for (int from = 0; from < files.size(); from += together) {
                int first = from;
                rows.read(files.subList(from, from + together), (batch, place) -> {
                    rows.write(batch, writer);
                    rowsRead[first + place] += batch.rowCount();
                });
            }
            List<WrittenFile> written = writer.finish();
            progress.done(group.sizeBytes());
            return new RewrittenGroup(
                    group,
                    files.size() > 1 ? written : likeBefore(written, files.get(0)),
                    Arrays.stream(rowsRead).boxed().toList());
        }
    }

    private static List<WrittenFile> likeBefore(List<WrittenFile> written, AddFile before) {
        return written.stream()
                .map(file -> new WrittenFile(file.name(), file.rows(), CubeTags.like(file.action(), before)))
                .toList();
    }
}
