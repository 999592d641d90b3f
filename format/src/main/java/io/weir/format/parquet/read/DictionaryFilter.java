package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Comparison;
import io.weir.format.expression.EvaluationException;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.In;
import io.weir.format.expression.Like;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.Decompressor;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.jspecify.annotations.Nullable;

/**
 * Rules out row groups by the dictionaries of their column chunks: if every value of a chunk is in its dictionary and a part of
 * the condition holds for no entry, no row matches. Immutable.
 *
 * <p>Only parts that ask for single values of one column are tried; for ranges the statistics are nearly as good and cost no
 * request.
 */
final class DictionaryFilter {
    /** Where the whole chunk is not longer than this it is read instead. */
    private static final int MIN_CHUNK_BYTES = 256 * 1024;
    /** Longer dictionaries cost more than they are likely to save. */
    private static final int MAX_DICTIONARY_BYTES = 4 * 1024 * 1024;

    private final List<Part> parts;

    /** One of the conditions that must all hold, bound to its only column. */
    private record Part(FileNode leaf, StructType schema, Evaluator evaluator) {}

    private DictionaryFilter(List<Part> parts) {
        this.parts = parts;
    }

    static DictionaryFilter of(Expression resolved, StructType schema, FilterColumns columns) {
        List<Part> parts = new ArrayList<>();
        for (Expression part : Expressions.conjuncts(resolved)) {
            Set<ColumnReference> named = part.columns();
            if (!asksForValues(part) || named.size() != 1) {
                continue;
            }
            ColumnReference column = named.iterator().next();
            FilterColumns.@Nullable Found found = column.path().size() == 1 ? columns.find(column.path()) : null;
            if (found != null && found.node() != null && found.node().physical() != PhysicalType.BOOLEAN) {
                StructField field = schema.field(schema.indexOf(column.root()));
                StructType only = StructType.of(field);
                parts.add(new Part(found.node(), only, Evaluator.ofCondition(part, only)));
            }
        }
        return new DictionaryFilter(List.copyOf(parts));
    }

    private static boolean asksForValues(Expression part) {
        if (part instanceof Comparison comparison) {
            return comparison.operator() == Comparison.Operator.EQ
                    || comparison.operator() == Comparison.Operator.EQ_NULL_SAFE;
        }
        return part instanceof In || part instanceof Like;
    }

    /** Can a row of the group match, as far as dictionaries tell? Reads those it needs, one request each. */
    boolean mayMatch(
            ParquetFile file, RowGroupInfo group, Function<Codec, Decompressor> decompressors, BufferPool pool) {
        for (Part part : parts) {
            ChunkMeta chunk = file.chunk(group, part.leaf);
            if (worthwhile(chunk) && !mayMatch(part, file, chunk, decompressors, pool)) {
                return false;
            }
        }
        return true;
    }

    private static boolean worthwhile(ChunkMeta chunk) {
        ColumnMetaData meta = chunk.footer().getMeta_data();
        long dictionaryBytes = meta.getData_page_offset() - chunk.start();
        return meta.isSetDictionary_page_offset()
                && dictionaryBytes > 0
                && dictionaryBytes <= MAX_DICTIONARY_BYTES
                && chunk.end() - chunk.start() > MIN_CHUNK_BYTES
                && allInDictionary(meta);
    }

    private static boolean allInDictionary(ColumnMetaData meta) {
        if (!meta.isSetEncoding_stats()) {
            return false;
        }
        boolean any = false;
        for (PageEncodingStats pages : meta.getEncoding_stats()) {
            boolean isData =
                    pages.getPage_type() == PageType.DATA_PAGE || pages.getPage_type() == PageType.DATA_PAGE_V2;
            boolean byId =
                    pages.getEncoding() == Encoding.PLAIN_DICTIONARY || pages.getEncoding() == Encoding.RLE_DICTIONARY;
            if (isData && pages.getCount() > 0 && !byId) {
                return false;
            }
            any |= isData;
        }
        return any;
    }

    private static boolean mayMatch(
            Part part,
            ParquetFile file,
            ChunkMeta chunk,
            Function<Codec, Decompressor> decompressors,
            BufferPool pool) {
        try (RowGroupBytes bytes = new RowGroupBytes(file.reader(), pool)) {
            long end = chunk.footer().getMeta_data().getData_page_offset() + PageSource.HEADER_GUESS;
            bytes.plan(List.of(List.of(new ByteRange(chunk.start(), Math.min(chunk.end(), end)))));
            PageSource pages = new PageSource(bytes, chunk, decompressors.apply(chunk.codec()), null);
            if (!pages.openDictionary()) {
                return true;
            }
            int count = LeafReader.checkedDictionarySize(part.leaf, pages);
            return mayMatch(part, pages, count);
        } catch (CorruptParquetException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            return true; // whoever reads the values says where the damage is
        }
    }

    /** Tests all entries and, last, a null. */
    private static boolean mayMatch(Part part, PageSource pages, int count) {
        PlainDecoder decoder = new PlainDecoder(part.leaf);
        decoder.reset(pages.values, pages.valuesFrom, pages.valuesTo, count);
        ValueBuffer buffer = ValueBuffer.of(part.leaf, part.schema.field(0).type());
        buffer.begin(count + 1);
        buffer.append(decoder, count);
        boolean[] nulls = new boolean[count + 1];
        nulls[count] = true;
        ColumnVector entries = buffer.build(count + 1, nulls);
        try {
            ColumnBatch batch = new ColumnBatch(part.schema, count + 1, List.of(entries));
            return part.evaluator.select(batch, new int[count + 1]) > 0;
        } catch (EvaluationException e) {
            return true; // rows in which another part of the condition fails may never be asked
        }
    }
}
