package io.weir.format.parquet.read;

import io.weir.format.expression.PartStatistics;
import io.weir.format.expression.Skipping;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.FileChecksums;
import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file's footer: its schema, its row groups and where everything is. Immutable and safe for many threads; each may
 * {@link #read} its own row groups at the same time.
 *
 * <p>Opening costs one request for the last 64 KiB, and one more for a longer footer. The object reader stays the caller's and
 * must be open for as long as batches are read.
 *
 * <p>Whatever is wrong with a file is a {@link ParquetException}: {@link CorruptParquetException} if its bytes make no sense,
 * {@link UnsupportedParquetException} if they need what is not here, such as a key.
 */
public final class ParquetFile {
    /** What is read from the end of a file at first; most footers, and their page indexes, are shorter. */
    static final int TAIL_BYTES = 64 * 1024;

    private static final int VERIFY_BYTES = 1 << 20;

    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] MAGIC_ENCRYPTED = {'P', 'A', 'R', 'E'};
    /** Length of the footer and the magic behind it. */
    private static final int ENDING = 8;

    /** Ours leaves bounds out where there is a NaN, parquet-java takes NaN for the greatest number since 1.10. */
    private static final Pattern NAN_AWARE_WRITERS =
            Pattern.compile("weir version |parquet-mr version 1\\.[1-9][0-9]\\.");

    private final ObjectReader reader;
    private final FileMetaData footer;
    private final FileSchema schema;
    private final FileTail tail;
    private final long dataEnd;
    private final @Nullable FileChecksums checksums;
    private final List<RowGroupInfo> rowGroups;
    private final Map<String, String> metadata;
    private final WriterQuirks quirks;

    private ParquetFile(
            ObjectReader reader, FileMetaData footer, FileTail tail, long dataEnd, @Nullable FileChecksums checksums) {
        this.checksums = checksums;
        this.reader = reader;
        this.footer = footer;
        this.tail = tail;
        this.dataEnd = dataEnd;
        if (footer.getSchema() == null || footer.getRow_groups() == null) {
            throw new CorruptParquetException("Footer lacks schema or row groups", Map.of());
        }
        this.metadata = metadata(footer);
        this.quirks = WriterQuirks.of(createdBy());
        this.schema = new FileSchema(footer.getSchema(), FileCalendar.of(metadata));
        this.rowGroups = rowGroups(footer.getRow_groups(), schema);
    }

    /**
     * Reads the footer of a file.
     *
     * @param reader the file; knows its size
     */
    public static ParquetFile open(ObjectReader reader) {
        try {
            return parse(reader);
        } catch (ParquetException e) {
            throw e.with(Map.of("file", reader.name()));
        }
    }

    private static ParquetFile parse(ObjectReader reader) {
        long size = reader.sizeBytes();
        if (size < MAGIC.length + ENDING) {
            throw new CorruptParquetException("File is too short for Parquet", Map.of("size", size));
        }
        FileTail tail = FileTail.read(reader, size, TAIL_BYTES);
        if (tail.endsWith(MAGIC_ENCRYPTED)) {
            throw new UnsupportedParquetException("File is encrypted", Map.of("feature", "encrypted footer"));
        }
        if (!tail.endsWith(MAGIC)) {
            throw new CorruptParquetException("File does not end as Parquet does", Map.of("size", size));
        }
        int length = tail.int32(size - ENDING);
        long start = size - ENDING - length;
        if (length <= 0 || start < MAGIC.length) {
            throw new CorruptParquetException(
                    "Footer has a length that cannot be", Map.of("length", length, "size", size));
        }
        FileTail whole = tail.from(start) ? tail : tail.extended(reader, start);
        FileMetaData footer = footer(whole, start, length);
        FileChecksums checksums = checksums(footer);
        if (checksums != null) {
            verify(checksums, whole, start, length);
        } else if (whole.hasChecksums(start, length)) {
            throw new CorruptParquetException("Footer hides its own checksum", Map.of("length", length));
        }
        return new ParquetFile(reader, footer, tail, start, checksums);
    }

    /** Ours; null if another writer made the file. */
    private static @Nullable FileChecksums checksums(FileMetaData footer) {
        if (!footer.isSetKey_value_metadata()) {
            return null;
        }
        for (KeyValue entry : footer.getKey_value_metadata()) {
            if (FileChecksums.KEY.equals(entry.getKey()) && entry.getValue() != null) {
                FileChecksums checksums = FileChecksums.parse(entry.getValue());
                if (checksums == null) {
                    throw new CorruptParquetException(
                            "Checksums of the file make no sense", Map.of(FileChecksums.KEY, entry.getValue()));
                }
                return checksums;
            }
        }
        return null;
    }

    /** Without this a flipped bit in a bound would leave out rows, and nobody would know. */
    private static void verify(FileChecksums checksums, FileTail tail, long start, int length) {
        if (!tail.matches(checksums, start, length)) {
            throw new CorruptParquetException("Footer has another checksum than it says", Map.of("length", length));
        }
        long index = start - checksums.indexLength();
        if (checksums.indexLength() < 0 || index < MAGIC.length) {
            throw new CorruptParquetException(
                    "Page indexes have a length that cannot be", Map.of("length", checksums.indexLength()));
        }
        // Indexes that are longer than what was read anyway are believed; reading all of them would cost more than they
        // save
        if (tail.holds(index, checksums.indexLength())
                && tail.crc32c(index, checksums.indexLength()) != checksums.index()) {
            throw new CorruptParquetException(
                    "Page indexes have another checksum than the footer says",
                    Map.of("length", checksums.indexLength()));
        }
    }

    /**
     * Reads the whole file and compares it with the checksums that its writer put into the footer.
     *
     * @return false if the writer put none there
     * @throws CorruptParquetException if the file is not as it was written
     */
    public boolean verifyChecksums() {
        FileChecksums expected = checksums;
        if (expected == null) {
            return false;
        }
        long index = dataEnd - expected.indexLength();
        requireChecksum("data", expected.data(), 0, index);
        requireChecksum("page indexes", expected.index(), index, dataEnd);
        return true;
    }

    private void requireChecksum(String part, int expected, long from, long to) {
        CRC32C crc = new CRC32C();
        for (long at = from; at < to; at += VERIFY_BYTES) {
            byte[] bytes = reader.read(at, (int) Math.min(VERIFY_BYTES, to - at));
            crc.update(bytes, 0, bytes.length);
        }
        if ((int) crc.getValue() != expected) {
            throw new CorruptParquetException(
                    "File has another checksum than its footer says", Map.of("file", name(), "part", part));
        }
    }

    private static FileMetaData footer(FileTail tail, long start, int length) {
        FileMetaData footer = tail.parse(new FileMetaData(), start, length);
        if (footer.isSetEncryption_algorithm()) {
            throw new UnsupportedParquetException("File is encrypted", Map.of("feature", "encrypted columns"));
        }
        return footer;
    }

    private static List<RowGroupInfo> rowGroups(List<RowGroup> groups, FileSchema schema) {
        List<RowGroupInfo> infos = new ArrayList<>(groups.size());
        long firstRow = 0;
        for (int i = 0; i < groups.size(); i++) {
            RowGroup group = groups.get(i);
            if (group.getColumns() == null
                    || group.getColumns().size() != schema.leaves().size()
                    || group.getNum_rows() < 0
                    || firstRow + group.getNum_rows() < 0) {
                throw new CorruptParquetException(
                        "Row group does not fit the schema or has no rows that could be counted",
                        Map.of("rowGroup", i));
            }
            long bytes = 0;
            for (ColumnChunk chunk : group.getColumns()) {
                bytes += chunk.isSetMeta_data() ? chunk.getMeta_data().getTotal_compressed_size() : 0;
            }
            infos.add(new RowGroupInfo(i, firstRow, group.getNum_rows(), bytes));
            firstRow += group.getNum_rows();
        }
        return List.copyOf(infos);
    }

    private static Map<String, String> metadata(FileMetaData footer) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (footer.isSetKey_value_metadata()) {
            for (KeyValue entry : footer.getKey_value_metadata()) {
                @Nullable String value = entry.getValue();
                entries.put(entry.getKey(), value == null ? "" : value);
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    /** The file's name, for messages. */
    public String name() {
        return reader.name();
    }

    /**
     * The columns as Delta's types. A column's Parquet field id is its metadata entry {@code parquet.field.id}.
     *
     * @throws UnsupportedParquetException if a column has a type that Delta has none for, such as a time of day
     */
    public StructType schema() {
        try {
            return DeltaTypes.struct(schema.root());
        } catch (ParquetException e) {
            throw e.with(Map.of("file", name()));
        }
    }

    /** All rows of the file. */
    public long rowCount() {
        long count = 0;
        for (RowGroupInfo group : rowGroups) {
            count += group.rowCount();
        }
        return count;
    }

    public List<RowGroupInfo> rowGroups() {
        return rowGroups;
    }

    /** What the writer put into the footer by name. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Which program wrote the file, as it says itself; empty if it does not. */
    public String createdBy() {
        return footer.isSetCreated_by() ? footer.getCreated_by() : "";
    }

    /** What the file's bounds of floats and doubles mean, which depends on its writer. */
    Skipping.Bounds bounds() {
        return NAN_AWARE_WRITERS.matcher(createdBy()).lookingAt()
                ? Skipping.Bounds.PARQUET_NAN_AWARE
                : Skipping.Bounds.PARQUET;
    }

    /** Starts reading. Nothing is read from the store before the first batch is asked for. */
    public BatchReader read(ReadRequest request) {
        try {
            return new BatchReader(this, request);
        } catch (ParquetException e) {
            throw e.with(Map.of("file", name()));
        }
    }

    /**
     * What the footer says of the rows of each row group. Nothing is read for it.
     *
     * @param request names the columns that may be asked about
     */
    public PartStatistics statistics(ReadRequest request) {
        FieldResolver resolver = FieldResolver.of(request.columnMapping(), schema);
        return new RowGroupStatistics(this, rowGroups, new FilterColumns(schema.root(), request.schema(), resolver));
    }

    ObjectReader reader() {
        return reader;
    }

    FileSchema fileSchema() {
        return schema;
    }

    FileTail tail() {
        return tail;
    }

    RowGroup footerOf(RowGroupInfo group) {
        return footer.getRow_groups().get(group.index());
    }

    ChunkMeta chunk(RowGroupInfo group, FileNode leaf) {
        List<ColumnChunk> chunks = footerOf(group).getColumns();
        ColumnChunk chunk = chunks.get(leaf.leaf());
        if (!isOf(leaf, chunk)) {
            // chunks come in the order of the leaves, but for writers that knew better
            for (ColumnChunk other : chunks) {
                chunk = isOf(leaf, other) ? other : chunk;
            }
        }
        return ChunkMeta.of(leaf, chunk, dataEnd, quirks.chunksMayBeLonger());
    }

    private static boolean isOf(FileNode leaf, ColumnChunk chunk) {
        @Nullable ColumnMetaData meta = chunk.getMeta_data();
        return meta != null
                && meta.getPath_in_schema() != null
                && leaf.path().equals(String.join(".", meta.getPath_in_schema()));
    }

    WriterQuirks quirks() {
        return quirks;
    }

    /**
     * Are a leaf's bounds in the order that its values are compared in? A footer that does not say so may be by a writer that compared
     * bytes as signed. (Parquet format, {@code ColumnOrder})
     */
    boolean ordersBounds(FileNode leaf) {
        if (!footer.isSetColumn_orders()) {
            return BoundVectors.orderedAsSigned(leaf);
        }
        List<ColumnOrder> orders = footer.getColumn_orders();
        if (leaf.leaf() >= orders.size()) {
            return false;
        }
        @Nullable ColumnOrder order = orders.get(leaf.leaf());
        return order != null && order.isSetTYPE_ORDER();
    }
}
