package io.weir.table.rules;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How long the texts of a column, or of its parts, may be. Immutable. */
sealed interface TextLength {
    /**
     * @param rowOf the batch's row of a place in the vector
     * @throws ConstraintViolationException if one is too long, naming column and row
     */
    void check(ColumnVector vector, IntUnaryOperator rowOf, long firstRow);

    /** Blanks at the end count; a CHAR is no longer by them than it is, for Delta Spark writes none and adds them when it reads. */
    record Text(String column, String declared, int limit) implements TextLength {
        @Override
        public void check(ColumnVector vector, IntUnaryOperator rowOf, long firstRow) {
            BytesVector texts = (BytesVector) vector;
            for (int i = 0; i < texts.length(); i++) {
                if (!texts.isNull(i)
                        && texts.end(i) - texts.start(i) > limit
                        && characters(texts.data(), texts.start(i), texts.end(i)) > limit) {
                    throw new ConstraintViolationException(
                            "A text is longer than its column allows",
                            Facts.of("column", column, "row", firstRow + rowOf.applyAsInt(i), "rule", declared)
                                    .and("value", RuleExpression.shown(texts.string(i))));
                }
            }
        }

        private static int characters(byte[] data, int start, int end) {
            int count = 0;
            for (int i = start; i < end; i++) {
                count += (data[i] & 0xC0) == 0x80 ? 0 : 1;
            }
            return count;
        }
    }

    /** By field; null where a field has no texts of a length. */
    record Struct(List<@Nullable TextLength> fields) implements TextLength {
        @Override
        public void check(ColumnVector vector, IntUnaryOperator rowOf, long firstRow) {
            for (int i = 0; i < fields.size(); i++) {
                TextLength field = fields.get(i);
                if (field != null) {
                    field.check(((StructVector) vector).field(i), rowOf, firstRow);
                }
            }
        }
    }

    record Elements(TextLength element) implements TextLength {
        @Override
        public void check(ColumnVector vector, IntUnaryOperator rowOf, long firstRow) {
            ArrayVector array = (ArrayVector) vector;
            element.check(array.elements(), inside(array.offsets(), array.length(), rowOf), firstRow);
        }
    }

    record Entries(@Nullable TextLength key, @Nullable TextLength value) implements TextLength {
        @Override
        public void check(ColumnVector vector, IntUnaryOperator rowOf, long firstRow) {
            MapVector map = (MapVector) vector;
            IntUnaryOperator inside = inside(map.offsets(), map.length(), rowOf);
            if (key != null) {
                key.check(map.keys(), inside, firstRow);
            }
            if (value != null) {
                value.check(map.values(), inside, firstRow);
            }
        }
    }

    private static IntUnaryOperator inside(int[] offsets, int length, IntUnaryOperator rowOf) {
        return element -> {
            int row = 0;
            while (row + 1 < length && offsets[row + 1] <= element) {
                row++; // only for a message
            }
            return rowOf.applyAsInt(row);
        };
    }
}
