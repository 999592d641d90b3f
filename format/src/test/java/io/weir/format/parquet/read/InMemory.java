package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectReader;
import io.weir.storage.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file in memory that remembers what was asked of it. */
final class InMemory implements ObjectReader {
    final byte[] bytes;
    final List<ByteRange> requests = new ArrayList<>();

    InMemory(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A file by our own writer. */
    static InMemory written(StructType schema, ParquetWriteOptions options, Collection<ColumnBatch> batches) {
        MemoryStore store = MemoryStore.create();
        try (ParquetFileWriter writer = ParquetFileWriter.create(store.create("f"), schema, options)) {
            batches.forEach(writer::write);
            writer.finish();
        }
        return new InMemory(store.read("f"));
    }

    ParquetFile open() {
        return ParquetFile.open(this);
    }

    /** All rows that a request gives, as text. */
    List<String> rows(ReadRequest request) {
        return rows(open(), request);
    }

    static List<String> rows(ParquetFile file, ReadRequest request) {
        List<String> rows = new ArrayList<>();
        try (BatchReader reader = file.read(request)) {
            for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                addRows(batch, rows);
            }
        }
        return rows;
    }

    static void addRows(ColumnBatch batch, List<String> target) {
        for (int row = 0; row < batch.rowCount(); row++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < batch.columns().size(); column++) {
                text.append(column == 0 ? "" : "|").append(text(Values.valueAt(batch.column(column), row)));
            }
            target.add(text.toString());
        }
    }

    static String text(@Nullable Object value) {
        if (value instanceof byte[] binary) {
            return HexFormat.of().formatHex(binary);
        }
        if (value instanceof io.weir.format.batch.Row row) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < row.schema().size(); i++) {
                parts.add(text(row.value(i)));
            }
            return "(" + String.join(",", parts) + ")";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(InMemory::text).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, entry) -> entries.add(text(key) + "=" + text(entry)));
            return entries.toString();
        }
        return String.valueOf(value);
    }

    /** The lengths asked for since the last call. */
    int drainRequests() {
        int count = requests.size();
        requests.clear();
        return count;
    }

    @Override
    public String name() {
        return "dir/f.parquet";
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] target, int targetOffset, int length) {
        requests.add(new ByteRange(position, position + length));
        if (position + length > bytes.length) {
            throw new StorageException("Object ends too early", null);
        }
        System.arraycopy(bytes, (int) position, target, targetOffset, length);
    }

    @Override
    public void close() {}
}
