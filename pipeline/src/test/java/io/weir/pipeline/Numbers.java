package io.weir.pipeline;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.Source;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Numbers in some partitions, each from 0 on; more can be read when {@code end} is moved. */
final class Numbers implements Source {
    static final StructType SCHEMA =
            StructType.EMPTY.add("part", PrimitiveType.INTEGER).add("n", PrimitiveType.LONG);

    private final int partitions;
    final AtomicLong end;

    @Nullable
    Long bad;

    long wideFrom = Long.MAX_VALUE;

    Numbers(int partitions, long end) {
        this.partitions = partitions;
        this.end = new AtomicLong(end);
    }

    @Override
    public String identity() {
        return "numbers";
    }

    @Override
    public boolean identifiesItself() {
        return true;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        return new Reader(0, partitions, from, settings.bounded());
    }

    @Override
    public List<SourceReader> openParts(Position from, ReadSettings settings) {
        List<SourceReader> readers = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            readers.add(new Reader(i, i + 1, from, settings.bounded()));
        }
        return readers;
    }

    private final class Reader implements SourceReader {
        private final int first;
        private final int last;
        private final long[] next;
        private final boolean bounded;

        Reader(int first, int last, Position from, boolean bounded) {
            this.first = first;
            this.last = last;
            this.bounded = bounded;
            this.next = new long[last];
            for (int i = first; i < last; i++) {
                Long at = from.at("p" + i);
                next[i] = at == null ? 0 : at;
            }
        }

        @Override
        public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> onBad) {
            for (int i = first; i < last; i++) {
                if (next[i] < end.get()) {
                    return batch(i, Math.min(7, maxRows), onBad);
                }
            }
            return null;
        }

        private SourceBatch batch(int partition, int rows, Consumer<BadRecord> onBad) {
            boolean wide = next[partition] >= wideFrom;
            BatchBuilder builder = new BatchBuilder(wide ? SCHEMA.add("more", PrimitiveType.STRING) : SCHEMA);
            long from = next[partition];
            long to = Math.min(end.get(), from + rows);
            for (long n = from; n < to; n++) {
                if (bad != null && n == bad) {
                    onBad.accept(new BadRecord("numbers", n, "n", "BIGINT", "x", "not a number", "x"));
                } else if (wide) {
                    builder.add(partition, n, "w");
                } else {
                    builder.add(partition, n);
                }
            }
            next[partition] = to;
            return new SourceBatch(builder.build(), to - from, to - from, 0, Map.of("p" + partition, to));
        }

        @Override
        public boolean finished() {
            for (int i = first; i < last; i++) {
                if (next[i] < end.get()) {
                    return false;
                }
            }
            return bounded;
        }

        @Override
        public void close() {}
    }
}
