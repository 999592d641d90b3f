package io.weir.table.scan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a scan as objects. The scan runs anew for every call; nothing is read before.
 *
 * <p>A loop over it to the end closes its files; a loop that breaks off leaves that to the garbage collector, so close a
 * {@link #stream()} instead.
 */
public final class ScanResults<T> implements Iterable<T> {
    private final Supplier<CloseableIterator<List<T>>> chunks;

    private ScanResults(Supplier<CloseableIterator<List<T>>> chunks) {
        this.chunks = chunks;
    }

    /** Objects made from each batch, or whatever else comes in chunks. */
    public static <B, T> ScanResults<T> of(Supplier<CloseableIterator<B>> batches, Function<B, List<T>> objects) {
        return new ScanResults<>(() -> new Mapped<>(batches.get(), objects));
    }

    /** All of them, in memory. */
    public List<T> toList() {
        List<T> all = new ArrayList<>();
        try (CloseableIterator<List<T>> source = chunks.get()) {
            while (source.hasNext()) {
                all.addAll(source.next());
            }
        }
        return all;
    }

    /** The first one; reads no more than it must. */
    public Optional<T> first() {
        try (Stream<T> all = stream()) {
            return all.findFirst();
        }
    }

    /** All of them one by one. Close the stream if it may end early. */
    public Stream<T> stream() {
        Rows<T> rows = new Rows<>(chunks.get());
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(rows::close);
    }

    @Override
    public Iterator<T> iterator() {
        return new Rows<>(chunks.get());
    }

    private record Mapped<B, T>(CloseableIterator<B> source, Function<B, List<T>> objects)
            implements CloseableIterator<List<T>> {
        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public List<T> next() {
            return objects.apply(source.next());
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static final class Rows<T> implements CloseableIterator<T> {
        private final CloseableIterator<List<T>> source;
        private Iterator<T> current = List.<T>of().iterator();

        Rows(CloseableIterator<List<T>> source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext()) {
                if (!source.hasNext()) {
                    return false;
                }
                current = source.next().iterator();
            }
            return true;
        }

        @Override
        public T next() {
            return hasNext() ? current.next() : List.<T>of().iterator().next();
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
