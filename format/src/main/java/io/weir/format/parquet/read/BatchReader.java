package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.Decompressor;
import io.weir.format.parquet.ParquetException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands out the rows of a file that a {@link ReadRequest} asks for, batch by batch. One thread at a time. Close it. */
public final class BatchReader implements AutoCloseable {
    private final ParquetFile file;
    private final ReadRequest request;
    private final Projection projection;
    private final List<RowGroupInfo> groups;
    private final BufferPool pool = new BufferPool();
    private final Map<Codec, Decompressor> decompressors = new EnumMap<>(Codec.class);
    private int nextGroup;
    private @Nullable RowGroupReader current;
    private boolean closed;

    BatchReader(ParquetFile file, ReadRequest request) {
        this.file = file;
        this.request = request;
        this.projection = new Projection(file.fileSchema().root(), request.schema(), FieldResolver.BY_NAME);
        this.groups = groups(file, request.rowGroups());
    }

    private static List<RowGroupInfo> groups(ParquetFile file, @Nullable List<Integer> chosen) {
        if (chosen == null) {
            return file.rowGroups();
        }
        List<RowGroupInfo> groups = new ArrayList<>(chosen.size());
        for (int index : chosen) {
            groups.add(file.rowGroups().get(index));
        }
        return groups;
    }

    /** The next rows, at least one; null when there are no more. */
    public @Nullable ColumnBatch next() {
        if (closed) {
            throw new IllegalStateException("Reader is closed: " + file.name());
        }
        while (true) {
            if (current == null) {
                if (nextGroup == groups.size()) {
                    return null;
                }
                current = open(groups.get(nextGroup++));
            }
            @Nullable ColumnBatch batch = current.next();
            if (batch != null) {
                return batch;
            }
            current.close();
            current = null;
        }
    }

    private RowGroupReader open(RowGroupInfo group) {
        try {
            return new RowGroupReader(file, group, request, projection, this::decompressor, pool);
        } catch (ParquetException e) {
            throw e.with(Map.of("file", file.name(), "rowGroup", group.index()));
        }
    }

    private Decompressor decompressor(Codec codec) {
        return decompressors.computeIfAbsent(codec, Codec::decompressor);
    }

    @Override
    public void close() {
        closed = true;
        if (current != null) {
            current.close();
            current = null;
        }
        decompressors.values().forEach(Decompressor::close);
        decompressors.clear();
    }
}
