package io.weir.log.checkpoint;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.log.action.PartitionValues;
import io.weir.log.state.FileChunkBuilder;
import io.weir.log.state.FileChunkBuilder.PartitionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes partition values out of a checkpoint's maps into the columns of a chunk; where the maps come by dictionary, each entry is looked
 * at once. One thread at a time.
 */
final class PartitionReader {
    private static final int UNKNOWN = -1;

    /** One partition column. */
    private static final class Column {
        final byte[] name;
        final PartitionBuilder builder;
        int[] ids = {}; // of the values' dictionary entries in the chunk's, or UNKNOWN

        Column(byte[] name, PartitionBuilder builder) {
            this.name = name;
            this.builder = builder;
        }
    }

    private final FileChunkBuilder chunk;
    private final List<Column> columns = new ArrayList<>();
    private @Nullable Column @Nullable [] byKeyId;
    private byte @Nullable [] keyData;
    private byte @Nullable [] valueData;

    PartitionReader(FileChunkBuilder chunk) {
        this.chunk = chunk;
    }

    /** Begins a batch; dictionaries that go on from the last one need not be looked at again. */
    void begin(MapVector maps) {
        BytesVector keys = (BytesVector) maps.keys();
        BytesVector values = (BytesVector) maps.values();
        if (keys.ids() == null) {
            byKeyId = null;
            keyData = null;
        } else if (keyData != keys.data()) {
            byKeyId = new Column[keys.dictionarySize()];
            keyData = keys.data();
        }
        if (values.ids() != null && valueData != values.data()) {
            valueData = values.data();
            for (Column column : columns) {
                column.ids = unknown(values);
            }
        }
    }

    /** Gives the chunk's newest row the values of a map. */
    void append(MapVector maps, int row) {
        BytesVector keys = (BytesVector) maps.keys();
        BytesVector values = (BytesVector) maps.values();
        int target = chunk.rows() - 1;
        for (int entry = maps.start(row); entry < maps.end(row); entry++) {
            Column column = column(keys, entry, values);
            if (!values.isNull(entry)) {
                column.builder.set(target, idOf(column, values, entry));
            }
        }
    }

    /** Gives the chunk's newest row the values of a struct of typed columns, spelled as the log does. */
    void append(StructVector parsed, int row) {
        int target = chunk.rows() - 1;
        for (int i = 0; i < parsed.structType().size(); i++) {
            PartitionBuilder column =
                    chunk.partition(parsed.structType().field(i).name());
            String text = PartitionValues.format(parsed.field(i), row);
            if (text != null) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                column.set(target, bytes, 0, bytes.length);
            }
        }
    }

    private static int idOf(Column column, BytesVector values, int entry) {
        int[] ids = values.ids();
        if (ids == null) {
            return column.builder.idOf(values.data(), values.start(entry), values.end(entry));
        }
        int id = column.ids[ids[entry]];
        if (id == UNKNOWN) {
            id = column.builder.idOf(values.data(), values.start(entry), values.end(entry));
            column.ids[ids[entry]] = id;
        }
        return id;
    }

    private Column column(BytesVector keys, int entry, BytesVector values) {
        int[] ids = keys.ids();
        if (ids == null || byKeyId == null) {
            return find(keys, entry, values);
        }
        Column known = byKeyId[ids[entry]];
        if (known == null) {
            known = find(keys, entry, values);
            byKeyId[ids[entry]] = known;
        }
        return known;
    }

    private Column find(BytesVector keys, int entry, BytesVector values) {
        for (Column column : columns) {
            if (Arrays.equals(column.name, 0, column.name.length, keys.data(), keys.start(entry), keys.end(entry))) {
                return column;
            }
        }
        byte[] name = keys.bytes(entry);
        Column added = new Column(name, chunk.partition(new String(name, StandardCharsets.UTF_8)));
        added.ids = values.ids() == null ? added.ids : unknown(values);
        columns.add(added);
        return added;
    }

    private static int[] unknown(BytesVector values) {
        int[] ids = new int[values.dictionarySize()];
        Arrays.fill(ids, UNKNOWN);
        return ids;
    }
}
