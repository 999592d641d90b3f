package io.weir.compaction.optimize;

import io.weir.compaction.curve.CurveKeys;
import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.parallel.Parallel;
import io.weir.table.Table;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WrittenFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Sorts the rows of a group along a curve and writes them into files of the target size. Safe for many threads.
 *
 * <p>A sample says how the values of the columns are spread, and so where to cut the curve into pieces of a few megabytes. All files are read once, on
 * all threads, and their rows kept {@linkplain SortedPieces by piece}, in memory or in spilled files. Then each file is written by one thread, piece by
 * piece, and only the rows of one piece are sorted, and copied, at once.
 */
final class CurveWriter implements GroupWriter {
    /** How much longer rows may be in memory than in files. If they are longer still, pieces come in parts, and files are a little less in order. */
    private static final int EXPANSION = 8;

    /** Each spilled file has a part for each piece. */
    private static final int MOST_PIECES = 2048;

    /** Files end where the curve is cut. Only one that gets so many times as long is ended before, because many rows have the same values. */
    private static final int CUT_LATE = 4;

    private final Table table;
    private final GroupRows rows;
    private final CurveSample sample;
    private final AlongCurve layout;
    private final ToIntFunction<FileGroup> filesAfter;
    private final long targetBytes;

    /** @param filesAfter into how many files a group goes, of about the target's length */
    CurveWriter(
            Table table,
            GroupRows rows,
            CurveSample sample,
            AlongCurve layout,
            ToIntFunction<FileGroup> filesAfter,
            long targetBytes) {
        this.table = table;
        this.rows = rows;
        this.sample = sample;
        this.layout = layout;
        this.filesAfter = filesAfter;
        this.targetBytes = targetBytes;
    }

    @Override
    public RewrittenGroup write(FileGroup group, RewriteMemory memory, Progress progress) {
        int threads = table.environment().parallelism();
        int files = filesAfter.applyAsInt(group);
        // A piece is there three times while it is sorted, in every thread; what came first may take the other half
        long pieceBytes = Math.max(1, memory.bytes() / (6L * threads));
        int pieces = pieces(group, files, pieceBytes);
        CurveKeys keys = sample.keys(group.files(), rows.schema());
        try (SortedPieces sorted = new SortedPieces(
                rows.schema(),
                keys,
                keys.cuts(files * pieces),
                memory.divided(2 * threads),
                table.environment().ids())) {
            parallel(group.files(), file -> {
                sorted.addAll(target -> rows.read(List.of(file), (batch, place) -> target.accept(batch)));
                progress.done(file.sizeBytes() / 2);
                return file;
            });
            List<WrittenFile> written = write(sorted, files, pieces, pieceBytes);
            progress.done(group.files().stream()
                    .mapToLong(file -> file.sizeBytes() - file.sizeBytes() / 2)
                    .sum());
            return RewrittenGroup.sorted(group, written);
        }
    }

    /** How many pieces each file has. */
    private static int pieces(FileGroup group, int files, long pieceBytes) {
        long needed = group.sizeBytes() * EXPANSION / files / pieceBytes + 1;
        return (int) Math.max(1, Math.min(needed, MOST_PIECES / files));
    }

    private List<WrittenFile> write(SortedPieces sorted, int files, int pieces, long pieceBytes) {
        String cube = table.environment().ids().get().toString();
        List<WrittenFile> finished = Collections.synchronizedList(new ArrayList<>());
        boolean all = false;
        try {
            List<List<WrittenFile>> inOrder =
                    parallel(IntStream.range(0, files).boxed().toList(), file -> {
                        List<WrittenFile> own = file(sorted, file * pieces, (file + 1) * pieces, pieceBytes);
                        finished.addAll(own);
                        return own;
                    });
            all = true;
            return inOrder.stream()
                    .flatMap(List::stream)
                    .map(file -> new WrittenFile(file.name(), file.rows(), CubeTags.in(file.action(), cube, layout)))
                    .toList();
        } finally {
            if (!all) {
                WrittenFile.abandon(table.store(), finished);
            }
        }
    }

    /** Mostly one; none if no row is in its pieces, more if many have the same values. */
    private List<WrittenFile> file(SortedPieces sorted, int firstPiece, int endPiece, long pieceBytes) {
        try (DataFileWriter writer = rows.writer(CUT_LATE * targetBytes)) {
            for (int piece = firstPiece; piece < endPiece; piece++) {
                sorted.piece(piece, pieceBytes, batch -> rows.write(batch, writer));
            }
            return writer.finish();
        }
    }

    private <T, R> List<R> parallel(List<T> items, Function<T, R> work) {
        return Parallel.map(
                items, work, table.environment().executor(), table.environment().parallelism());
    }
}
