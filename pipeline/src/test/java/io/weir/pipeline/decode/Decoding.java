package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.StructType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes a text in a test and keeps what came of it. */
final class Decoding {
    final List<String> rows = new ArrayList<>();
    final List<BadRecord> bad = new ArrayList<>();
    StructType schema = StructType.EMPTY;
    FilePosition position = FilePosition.START;

    static Decoding of(String text, TextOptions options, @Nullable StructType schema) {
        return of(text.getBytes(StandardCharsets.UTF_8), options, schema, FilePosition.START, Integer.MAX_VALUE);
    }

    static Decoding of(
            byte[] bytes, TextOptions options, @Nullable StructType schema, FilePosition from, int mostRows) {
        Decoding result = new Decoding();
        try (TextFile file = TextFile.open("in", new ByteArrayInputStream(bytes), options)) {
            file.ready();
            StructType known = schema == null ? file.infer() : schema;
            file.start(known, from);
            InputFile.State state = InputFile.State.MORE;
            while (state != InputFile.State.END && result.rows.size() < mostRows) {
                state = file.next(Math.min(3, mostRows - result.rows.size()), result.bad::add);
                ColumnBatch batch = file.take();
                for (int i = 0; i < batch.rowCount(); i++) {
                    Row row = batch.row(i);
                    result.rows.add(row.toString());
                }
                result.schema = batch.schema();
            }
            result.position = file.position();
        }
        return result;
    }

    String onlyBad() {
        return bad.get(0).message();
    }
}
