package io.weir.format.parquet.write;

import io.weir.format.parquet.write.ParquetNode.Leaf;
import io.weir.format.parquet.write.Shredder.LeafValues;
import io.weir.format.type.PrimitiveType;
import io.weir.storage.ObjectWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Writes one column: collects values and levels until a page is full, and compressed pages until the row group is. One thread at
 * a time.
 */
final class ColumnWriter {
    private final Leaf leaf;
    private final ParquetWriteOptions options;
    private final PageValues values;
    private final boolean utf8;

    // the page being filled
    private final PageLevels levels;
    private final Bounds pageBounds;
    private int rowCount;

    // the column chunk
    private final List<Page> pages = new ArrayList<>();
    private long pagesBytes;
    private long rowsInPages;
    private @Nullable Page dictionary;
    private final Bounds chunkBounds;
    private long chunkNulls;
    private PageIndex index;

    // the file
    private final Bounds fileBounds;

    private record Page(
            byte[] header, byte[] body, int uncompressedSize, long firstRow, int levels, boolean dictionary) {}

    /** A column chunk that was written: what the footer and the page index say of it. */
    record Chunk(ColumnChunk metadata, @Nullable ColumnIndex columnIndex, OffsetIndex offsetIndex) {}

    ColumnWriter(Leaf leaf, ParquetWriteOptions options) {
        this.leaf = leaf;
        this.options = options;
        this.utf8 = leaf.type() == PrimitiveType.STRING;
        this.levels = new PageLevels(leaf.maxDefinition(), leaf.maxRepetition());
        this.values = switch (leaf.physical()) {
            case BOOLEAN -> new BooleanValues();
            case BYTE_ARRAY -> new BytesValues(options.dictionaryBytes());
            case FIXED_LEN_BYTE_ARRAY -> new Int128Values(leaf.width());
            default -> new NumberValues(leaf.width(), options.dictionaryBytes());
        };
        this.pageBounds = switch (leaf.physical()) {
            case BOOLEAN -> new BooleanBounds();
            case BYTE_ARRAY -> new BytesBounds();
            case FIXED_LEN_BYTE_ARRAY -> new Int128Bounds(leaf.width());
            case FLOAT, DOUBLE -> new DoubleBounds(leaf.width());
            default -> new LongBounds(leaf.width());
        };
        this.chunkBounds = pageBounds.fresh();
        this.fileBounds = pageBounds.fresh();
        this.index = new PageIndex(utf8);
    }

    /** Bytes of this row group so far: finished pages compressed, the waiting one not. */
    long bufferedBytes() {
        return pagesBytes + values.bytes();
    }

    /** The bounds of all values of the file; complete after the last row group. */
    Bounds fileBounds() {
        return fileBounds;
    }

    void write(LeafValues batch, PageCompressor compressor) {
        int slot = 0;
        int value = 0;
        int slots = batch.slots().count();
        while (slot < slots) {
            PageCut cut = PageCut.of(
                    batch,
                    slot,
                    value,
                    leaf.maxDefinition(),
                    values,
                    levels.count() == 0,
                    Math.max(0, options.pageBytes() - values.bytes()),
                    options.pageRows() - rowCount);
            levels.append(batch.slots(), slot, cut.slotEnd());
            values.append(batch.vector(), batch.positions(), value, cut.valueEnd());
            rowCount += cut.rows();
            slot = cut.slotEnd();
            value = cut.valueEnd();
            if (slot < slots || rowCount >= options.pageRows() || values.bytes() >= options.pageBytes()) {
                endPage(compressor);
            }
        }
    }

    private void endPage(PageCompressor compressor) {
        if (levels.count() == 0) {
            return;
        }
        int valueCount = values.count();
        pageBounds.clear();
        values.measure(pageBounds);
        chunkBounds.merge(pageBounds);
        int nulls = levels.count() - valueCount;
        chunkNulls += nulls;
        index.add(pageBounds, valueCount, nulls);
        Page page = options.secondPageFormat() ? secondFormat(nulls, compressor) : firstFormat(compressor);
        pages.add(page);
        pagesBytes += page.header().length + page.body().length;
        rowsInPages += rowCount;
        levels.clear();
        rowCount = 0;
    }

    private Page firstFormat(PageCompressor compressor) {
        ByteSink sink = compressor.emptySink();
        levels.encodeRepetitions(sink, true);
        levels.encodeDefinitions(sink, true);
        boolean ids = values.encode(sink);
        byte[] body = compressor.compress(sink, 0);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, sink.size(), body.length);
        header.setData_page_header(new DataPageHeader(levels.count(), encoding(ids), Encoding.RLE, Encoding.RLE));
        return new Page(headerBytes(header, body), body, sink.size(), rowsInPages, levels.count(), ids);
    }

    private Page secondFormat(int nulls, PageCompressor compressor) {
        ByteSink sink = compressor.emptySink();
        int repetitionBytes = levels.encodeRepetitions(sink, false);
        int definitionBytes = levels.encodeDefinitions(sink, false);
        boolean ids = values.encode(sink);
        byte[] body = compressor.compress(sink, repetitionBytes + definitionBytes);
        PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, sink.size(), body.length);
        DataPageHeaderV2 data =
                new DataPageHeaderV2(levels.count(), nulls, rowCount, encoding(ids), definitionBytes, repetitionBytes);
        data.setIs_compressed(compressor.compresses());
        header.setData_page_header_v2(data);
        return new Page(headerBytes(header, body), body, sink.size(), rowsInPages, levels.count(), ids);
    }

    private static Encoding encoding(boolean ids) {
        return ids ? Encoding.RLE_DICTIONARY : Encoding.PLAIN;
    }

    private byte[] headerBytes(PageHeader header, byte[] body) {
        if (options.pageChecksums()) {
            CRC32 crc = new CRC32();
            crc.update(body, 0, body.length);
            header.setCrc((int) crc.getValue());
        }
        ByteSink bytes = new ByteSink(64);
        ThriftSink.write(header, bytes);
        return bytes.toByteArray();
    }

    /** Ends the column chunk: its last pages are compressed, and nothing is left to do but to write them. */
    void endChunk(PageCompressor compressor) {
        endPage(compressor);
        if (values.dictionarySize() > 0) {
            dictionary = dictionaryPage(compressor);
        }
    }

    /** Writes the column chunk that was ended, and begins the next. */
    Chunk writeChunk(ObjectWriter out) {
        long start = out.position();
        long uncompressed = 0;
        long compressed = 0;
        long levelsInPages = 0;
        int dictionaryPages = 0;
        int idPages = 0;
        if (dictionary != null) {
            uncompressed += dictionary.header().length + dictionary.uncompressedSize();
            compressed += write(dictionary, out);
            dictionaryPages = 1;
        }
        long firstDataPage = out.position();
        List<PageLocation> locations = new ArrayList<>(pages.size());
        for (Page page : pages) {
            long offset = out.position();
            int size = write(page, out);
            locations.add(new PageLocation(offset, size, page.firstRow()));
            uncompressed += page.header().length + page.uncompressedSize();
            compressed += size;
            levelsInPages += page.levels();
            idPages += page.dictionary() ? 1 : 0;
        }
        ColumnMetaData metadata = new ColumnMetaData(
                leaf.physical(),
                encodings(idPages),
                leaf.path(),
                CompressionCodec.findByValue(options.codec().number()),
                levelsInPages,
                uncompressed,
                compressed,
                firstDataPage);
        if (dictionaryPages > 0) {
            metadata.setDictionary_page_offset(start);
        }
        metadata.setStatistics(statistics());
        metadata.setEncoding_stats(encodingStats(dictionaryPages, idPages));
        ColumnChunk chunk = new ColumnChunk(start);
        chunk.setMeta_data(metadata);
        Chunk result = new Chunk(chunk, index.build(), new OffsetIndex(locations));
        beginChunk();
        return result;
    }

    private void beginChunk() {
        fileBounds.merge(chunkBounds);
        chunkBounds.clear();
        chunkNulls = 0;
        pages.clear();
        dictionary = null;
        pagesBytes = 0;
        rowsInPages = 0;
        index = new PageIndex(utf8);
        values.endChunk();
    }

    private Page dictionaryPage(PageCompressor compressor) {
        ByteSink sink = compressor.emptySink();
        values.writeDictionary(sink);
        byte[] body = compressor.compress(sink, 0);
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, sink.size(), body.length);
        header.setDictionary_page_header(new DictionaryPageHeader(values.dictionarySize(), Encoding.PLAIN));
        return new Page(headerBytes(header, body), body, sink.size(), 0, 0, true);
    }

    private static int write(Page page, ObjectWriter out) {
        out.write(page.header(), 0, page.header().length);
        out.write(page.body(), 0, page.body().length);
        return page.header().length + page.body().length;
    }

    private List<Encoding> encodings(int idPages) {
        List<Encoding> encodings = new ArrayList<>();
        encodings.add(Encoding.RLE);
        encodings.add(Encoding.PLAIN);
        if (idPages > 0) {
            encodings.add(Encoding.RLE_DICTIONARY);
        }
        return encodings;
    }

    /** By these a reader knows that every value is in the dictionary. */
    private List<PageEncodingStats> encodingStats(int dictionaryPages, int idPages) {
        PageType type = options.secondPageFormat() ? PageType.DATA_PAGE_V2 : PageType.DATA_PAGE;
        List<PageEncodingStats> stats = new ArrayList<>();
        if (dictionaryPages > 0) {
            stats.add(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, dictionaryPages));
        }
        if (idPages > 0) {
            stats.add(new PageEncodingStats(type, Encoding.RLE_DICTIONARY, idPages));
        }
        if (idPages < pages.size()) {
            stats.add(new PageEncodingStats(type, Encoding.PLAIN, pages.size() - idPages));
        }
        return stats;
    }

    private Statistics statistics() {
        Statistics statistics = new Statistics();
        statistics.setNull_count(chunkNulls);
        if (chunkBounds.known()) {
            byte[] min = chunkBounds.minBytes();
            byte[] max = chunkBounds.maxBytes();
            boolean bytes = chunkBounds instanceof BytesBounds;
            byte[] shortMin = bytes ? Truncation.min(min, utf8) : min;
            byte[] shortMax = bytes ? Truncation.max(max, utf8) : max;
            statistics.setMin_value(ByteBuffer.wrap(shortMin));
            statistics.setMax_value(ByteBuffer.wrap(shortMax));
            statistics.setIs_min_value_exact(shortMin.length == min.length);
            statistics.setIs_max_value_exact(Arrays.equals(shortMax, max));
        }
        return statistics;
    }
}
