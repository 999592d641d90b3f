package io.weir.format.stats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the JSON texts of files' statistics into columns of {@code stats_parsed}'s schema. One thread at a time; may be used again.
 *
 * <p>Statistics only help, so nothing in them is an error: what is absent, malformed, of another type or out of range is null, and
 * a text that is no JSON object gives a row of nulls. Names are found as {@link StructType#indexOf} finds them.
 */
public final class StatisticsParser {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final StructType schema;
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final StatisticsField root;
    private final ScalarText scalars = new ScalarText();

    /** @param statsSchema what to read; see {@link StatisticsColumns#statsSchema} */
    public StatisticsParser(StructType statsSchema) {
        this.schema = statsSchema;
        for (StructField field : statsSchema.fields()) {
            columns.add(ColumnBuilder.of(field.type()));
        }
        this.root = new StatisticsField(statsSchema, columns);
    }

    /** One row a text, in order; a null text gives a row of nulls. */
    public ColumnBatch parse(BytesVector texts) {
        for (int row = 0; row < texts.length(); row++) {
            if (!texts.isNull(row)) {
                parse(texts.data(), texts.start(row), texts.end(row) - texts.start(row), row);
            }
            root.fill(row + 1);
        }
        List<ColumnVector> vectors = new ArrayList<>(columns.size());
        for (ColumnBuilder column : columns) {
            vectors.add(column.build());
        }
        return new ColumnBatch(schema, texts.length(), vectors);
    }

    private void parse(byte[] text, int offset, int length, int row) {
        try (JsonParser json = FACTORY.createParser(text, offset, length)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                root.read(json, row, scalars);
            }
            if (json.nextToken() != null) {
                root.truncate(row); // two values are not statistics
            }
        } catch (IOException e) {
            root.truncate(row); // half a text is no statistics at all
        }
    }
}
