package io.weir.format.parquet.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TMemoryBuffer;

/** A file of one row group put together from schema elements, levels and bytes, as writers of all ages would. */
final class HandMadeFile {
    static final FieldRepetitionType REQUIRED = FieldRepetitionType.REQUIRED;
    static final FieldRepetitionType OPTIONAL = FieldRepetitionType.OPTIONAL;
    static final FieldRepetitionType REPEATED = FieldRepetitionType.REPEATED;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<SchemaElement> schema = new ArrayList<>();
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private final List<KeyValue> metadata = new ArrayList<>();
    private final long rows;
    private @Nullable String createdBy;
    private boolean saysOrders = true;

    HandMadeFile(long rows, int columns) {
        this.rows = rows;
        out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
        schema.add(new SchemaElement("schema").setNum_children(columns));
    }

    HandMadeFile group(String name, FieldRepetitionType repetition, int children, @Nullable ConvertedType type) {
        SchemaElement element =
                new SchemaElement(name).setRepetition_type(repetition).setNum_children(children);
        if (type != null) {
            element.setConverted_type(type);
        }
        schema.add(element);
        return this;
    }

    SchemaElement leaf(String name, FieldRepetitionType repetition, Type type) {
        SchemaElement element =
                new SchemaElement(name).setRepetition_type(repetition).setType(type);
        schema.add(element);
        return element;
    }

    HandMadeFile leaf(SchemaElement element) {
        schema.add(element);
        return this;
    }

    HandMadeFile createdBy(String writer) {
        createdBy = writer;
        return this;
    }

    /** Does the footer say that bounds are in the order of their types? It does unless told otherwise. */
    HandMadeFile columnOrders(boolean says) {
        saysOrders = says;
        return this;
    }

    /** The path that the chunk says it has. */
    HandMadeFile path(String... names) {
        last().setPath_in_schema(List.of(names));
        return this;
    }

    /** Makes the chunk say that it is shorter than it is. */
    HandMadeFile shorten(int bytes) {
        last().setTotal_compressed_size(last().getTotal_compressed_size() - bytes);
        return this;
    }

    /** Bytes that belong to nothing. */
    HandMadeFile pad(int bytes) {
        out.writeBytes(new byte[bytes]);
        return this;
    }

    HandMadeFile metadata(String key, String value) {
        metadata.add(new KeyValue(key).setValue(value));
        return this;
    }

    /** Begins the chunk of the next leaf. */
    HandMadeFile chunk(Type type) {
        ColumnMetaData meta = new ColumnMetaData(
                type, List.of(Encoding.PLAIN), List.of("x"), CompressionCodec.UNCOMPRESSED, 0, 0, 0, out.size());
        chunks.add(new ColumnChunk(out.size()).setMeta_data(meta));
        return this;
    }

    HandMadeFile statistics(Statistics statistics) {
        last().setStatistics(statistics);
        return this;
    }

    HandMadeFile dictionary(int count, byte[] values) {
        last().setDictionary_page_offset(out.size());
        return page(
                new PageHeader(PageType.DICTIONARY_PAGE, values.length, values.length)
                        .setDictionary_page_header(new DictionaryPageHeader(count, Encoding.PLAIN_DICTIONARY)),
                values);
    }

    /** A page of version 1 whose levels are runs of one; no levels where the array is null. */
    HandMadeFile page(int @Nullable [] repetitions, int @Nullable [] definitions, Encoding encoding, byte[] values) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        levels(repetitions, body);
        levels(definitions, body);
        body.writeBytes(values);
        int count = definitions != null ? definitions.length : (int) rows;
        return page(count, Encoding.RLE, encoding, body.toByteArray());
    }

    HandMadeFile page(int count, Encoding levelEncoding, Encoding encoding, byte[] body) {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, body.length, body.length)
                .setData_page_header(new DataPageHeader(count, encoding, levelEncoding, levelEncoding));
        last().setNum_values(last().getNum_values() + count);
        return page(header, body);
    }

    private HandMadeFile page(PageHeader header, byte[] body) {
        byte[] head = bytes(header);
        out.writeBytes(head);
        out.writeBytes(body);
        last().setTotal_compressed_size(last().getTotal_compressed_size() + head.length + body.length);
        return this;
    }

    private ColumnMetaData last() {
        return chunks.get(chunks.size() - 1).getMeta_data();
    }

    private static void levels(int @Nullable [] levels, ByteArrayOutputStream body) {
        if (levels == null) {
            return;
        }
        body.writeBytes(ints(2 * levels.length));
        for (int level : levels) {
            body.write(2);
            body.write(level);
        }
    }

    InMemory build() {
        FileMetaData footer = new FileMetaData(1, schema, rows, List.of(new RowGroup(chunks, out.size(), rows)));
        footer.setKey_value_metadata(metadata);
        if (createdBy != null) {
            footer.setCreated_by(createdBy);
        }
        if (saysOrders) {
            footer.setColumn_orders(Collections.nCopies(chunks.size(), ColumnOrder.TYPE_ORDER(new TypeDefinedOrder())));
        }
        byte[] bytes = bytes(footer);
        out.writeBytes(bytes);
        out.writeBytes(ints(bytes.length));
        out.writeBytes("PAR1".getBytes(StandardCharsets.US_ASCII));
        return new InMemory(out.toByteArray());
    }

    private static byte[] bytes(TBase<?, ?> structure) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(256);
            structure.write(new TCompactProtocol(buffer));
            return java.util.Arrays.copyOf(buffer.getArray(), buffer.length());
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    static byte[] longs(long... values) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            buffer.putLong(value);
        }
        return buffer.array();
    }

    static byte[] strings(String... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(ints(utf8.length));
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }

    static int[] levels(int... levels) {
        return levels;
    }
}
