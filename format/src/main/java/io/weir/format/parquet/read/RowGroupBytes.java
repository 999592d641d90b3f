package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import io.weir.storage.ObjectReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The bytes of the column chunks that one row group's reading needs, fetched in few requests. One thread at a time.
 *
 * <p>Ranges up to {@link #MAX_GAP} apart are read as one; what is longer than {@link #MAX_REQUEST} is cut. A request is
 * made when the first of its bytes is looked at, and its buffer goes back to the pool when every chunk in it was passed.
 */
final class RowGroupBytes implements AutoCloseable {
    /** Fewer bytes than this between two ranges cost less than another request. */
    static final int MAX_GAP = 64 * 1024;

    /** Where so many requests would be made, gaps up to {@link #LARGEST_GAP} are read too. */
    static final int MANY_REQUESTS = 16;

    static final int LARGEST_GAP = 512 * 1024;

    static final int MAX_REQUEST = 16 * 1024 * 1024;

    private final ObjectReader reader;
    private final BufferPool pool;
    private final List<Piece> pieces = new ArrayList<>();

    RowGroupBytes(ObjectReader reader, BufferPool pool) {
        this.reader = reader;
        this.pool = pool;
    }

    /** What one request brings. */
    private static final class Piece {
        final long start;
        final long end;
        int users;
        byte[] bytes = {};

        Piece(long start, long end) {
            this.start = start;
            this.end = end;
        }
    }

    /** Where bytes of the file are in memory; reused from view to view. */
    static final class View {
        byte[] bytes = {};
        int offset;
        private byte[] joined = {};
    }

    /** Adds ranges, each list being the ranges of one column chunk in ascending order. */
    void plan(List<List<ByteRange>> chunks) {
        List<ByteRange> all = new ArrayList<>();
        chunks.forEach(all::addAll);
        all.sort(Comparator.comparingLong(ByteRange::start));
        List<Piece> planned = join(all, MAX_GAP);
        for (int gap = 2 * MAX_GAP; planned.size() > MANY_REQUESTS && gap <= LARGEST_GAP; gap *= 2) {
            planned = join(all, gap);
        }
        for (List<ByteRange> chunk : chunks) {
            count(chunk, planned);
        }
        pieces.addAll(planned);
        pieces.sort(Comparator.comparingLong(piece -> piece.start));
    }

    private static List<Piece> join(List<ByteRange> sorted, int maxGap) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < sorted.size(); ) {
            long start = sorted.get(i).start();
            long end = sorted.get(i).end();
            for (i++; i < sorted.size() && sorted.get(i).start() <= end + maxGap; i++) {
                end = Math.max(end, sorted.get(i).end());
            }
            cut(start, end, pieces);
        }
        return pieces;
    }

    private static void cut(long start, long end, List<Piece> target) {
        for (long at = start; at < end; at += MAX_REQUEST) {
            target.add(new Piece(at, Math.min(end, at + MAX_REQUEST)));
        }
    }

    private static void count(List<ByteRange> chunk, List<Piece> planned) {
        for (Piece piece : planned) {
            for (ByteRange range : chunk) {
                if (range.start() < piece.end && range.end() > piece.start) {
                    piece.users++;
                    break;
                }
            }
        }
    }

    /** Makes {@code length} bytes of the file visible in one array, with {@link LittleEndian#SLACK} bytes behind them. */
    void view(long position, int length, View target) {
        int index = pieceAt(position);
        Piece piece = pieces.get(index);
        load(piece);
        if (position + length <= piece.end) {
            target.bytes = piece.bytes;
            target.offset = (int) (position - piece.start);
            return;
        }
        if (target.joined.length < length + LittleEndian.SLACK) {
            target.joined = new byte[length + LittleEndian.SLACK];
        }
        int copied = 0;
        while (copied < length) {
            Piece next = pieces.get(pieceAt(position + copied));
            load(next);
            int n = (int) Math.min(length - copied, next.end - position - copied);
            System.arraycopy(next.bytes, (int) (position + copied - next.start), target.joined, copied, n);
            copied += n;
        }
        target.bytes = target.joined;
        target.offset = 0;
    }

    private int pieceAt(long position) {
        int low = 0;
        int high = pieces.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Piece piece = pieces.get(middle);
            if (position < piece.start) {
                high = middle - 1;
            } else if (position >= piece.end) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        throw new CorruptParquetException("Page lies outside its column chunk", Map.of("position", position));
    }

    private void load(Piece piece) {
        if (piece.bytes.length == 0) {
            int length = (int) (piece.end - piece.start);
            byte[] buffer = pool.take(length + LittleEndian.SLACK);
            reader.readFully(piece.start, buffer, 0, length);
            piece.bytes = buffer;
        }
    }

    /** A chunk has no more use for bytes in {@code from} (inclusive) to {@code to} (exclusive), ends of pieces included. */
    void passed(long from, long to) {
        for (Piece piece : pieces) {
            if (piece.end > from && piece.end <= to && --piece.users == 0) {
                free(piece);
            }
        }
    }

    /** Gives all buffers back. */
    @Override
    public void close() {
        pieces.forEach(this::free);
        pieces.clear();
    }

    private void free(Piece piece) {
        if (piece.bytes.length > 0) {
            pool.give(piece.bytes);
            piece.bytes = new byte[0];
        }
    }
}
