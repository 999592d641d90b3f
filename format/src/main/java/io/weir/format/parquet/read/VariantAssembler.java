package io.weir.format.parquet.read;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.variant.MalformedVariantException;
import io.weir.format.variant.VariantBuilder;
import io.weir.format.variant.VariantCheck;
import io.weir.format.variant.VariantMetadata;
import io.weir.format.variant.VariantWriter;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes variants of the vectors that were read for them: checks what is encoded already, and puts together again what was
 * shredded. One thread at a time; for one batch.
 */
final class VariantAssembler {
    private static final int MAX_INT_DIGITS = 9;
    /** What is short by its dictionary in the file may be long without. */
    private static final int MAX_BATCH_BYTES = 1 << 29;

    private final DataType type;
    private final String column;
    private final VariantBuilder builder = new VariantBuilder();

    VariantAssembler(DataType type, String column) {
        this.type = type;
        this.column = column;
    }

    /** @param parts value, typed value and metadata */
    VariantVector assemble(StructVector parts, Shredding shredding) {
        try {
            boolean isWhole = shredding.typed() == null && !anyMissing(parts);
            return isWhole ? checked(parts) : joined(parts, shredding);
        } catch (MalformedVariantException e) {
            throw new CorruptParquetException(
                    "Variant in a file makes no sense",
                    Map.of("column", column, "problem", String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static boolean anyMissing(StructVector parts) {
        ColumnVector values = parts.field(Shredding.VALUE);
        for (int i = 0; values.mayHaveNulls() && i < parts.length(); i++) {
            if (values.isNull(i) && !parts.isNull(i)) {
                return true;
            }
        }
        return false;
    }

    private VariantVector checked(StructVector parts) {
        BytesVector values = (BytesVector) parts.field(Shredding.VALUE);
        BytesVector names = (BytesVector) parts.field(Shredding.METADATA);
        int @Nullable [] ids = values.ids();
        BitSet known = new BitSet(); // entries of the dictionary that are right with the names of the row before
        @Nullable VariantMetadata before = null;
        for (int i = 0; i < parts.length(); i++) {
            if (parts.isNull(i)) {
                continue;
            }
            VariantMetadata metadata = metadata(names, i);
            if (metadata != before) {
                known.clear();
                before = metadata;
            }
            if (ids == null || !known.get(ids[i])) {
                VariantCheck.check(values.data(), values.start(i), values.end(i), metadata);
                known.set(ids == null ? 0 : ids[i]);
            }
        }
        return new VariantVector(type, parts.length(), values, names, parts.nulls());
    }

    private VariantMetadata metadata(BytesVector names, int row) {
        if (names.isNull(row)) {
            throw new CorruptParquetException("Variant in a file has no metadata", Map.of("column", column));
        }
        return builder.metadata(names.data(), names.start(row), names.end(row));
    }

    private VariantVector joined(StructVector parts, Shredding shredding) {
        BytesVector names = (BytesVector) parts.field(Shredding.METADATA);
        int length = parts.length();
        int[] offsets = new int[length + 1];
        VariantWriter extended = new VariantWriter();
        int[] extendedOffsets = new int[length + 1];
        boolean anyExtended = false;
        VariantWriter out = builder.out();
        for (int i = 0; i < length; i++) {
            if (!parts.isNull(i)) {
                metadata(names, i);
                if (!append(parts, shredding, i)) {
                    out.appendNull();
                }
                byte @Nullable [] more = builder.extendedMetadata();
                anyExtended |= more != null;
                if (more != null) {
                    extended.appendEncoded(more, 0, more.length);
                } else {
                    extended.appendEncoded(names.data(), names.start(i), names.end(i));
                }
            }
            if ((long) out.size() + extended.size() > MAX_BATCH_BYTES) {
                throw new UnsupportedParquetException(
                        "Variants of one batch are too long; read smaller batches",
                        Map.of("column", column, "limit", MAX_BATCH_BYTES));
            }
            offsets[i + 1] = out.size();
            extendedOffsets[i + 1] = extended.size();
        }
        BytesVector values = new BytesVector(PrimitiveType.BINARY, length, out.data(), offsets, null);
        BytesVector metadata = anyExtended
                ? new BytesVector(PrimitiveType.BINARY, length, extended.data(), extendedOffsets, null)
                : names;
        return new VariantVector(type, length, values, metadata, parts.nulls());
    }

    /** Appends one value; false if there is none. */
    private boolean append(StructVector parts, Shredding shredding, int at) {
        if (parts.isNull(at)) {
            return false;
        }
        BytesVector value = (BytesVector) parts.field(Shredding.VALUE);
        ColumnVector typedVector = parts.field(Shredding.TYPED);
        Shredding.@Nullable Typed typed = shredding.typed();
        if (typed != null && !typedVector.isNull(at)) {
            if (typed instanceof Shredding.Fields fields) {
                object((StructVector) typedVector, fields, value, at);
                return true;
            }
            if (!value.isNull(at)) {
                throw new CorruptParquetException(
                        "Variant in a file has two values where it can have one", Map.of("column", column));
            }
            if (typed instanceof Shredding.Elements elements) {
                array((ArrayVector) typedVector, elements, at);
            } else {
                scalar(typedVector, (Shredding.Scalar) typed, at);
            }
            return true;
        }
        if (value.isNull(at)) {
            return false;
        }
        builder.appendChecked(value.data(), value.start(at), value.end(at));
        return true;
    }

    private void object(StructVector typed, Shredding.Fields fields, BytesVector rest, int at) {
        VariantBuilder.ObjectParts object = builder.beginObject();
        for (int i = 0; i < fields.names().size(); i++) {
            object.beginField(fields.names().get(i));
            boolean isThere =
                    append((StructVector) typed.field(i), fields.fields().get(i), at);
            object.endField(isThere);
        }
        if (!rest.isNull(at)) {
            object.addFieldsOf(rest.data(), rest.start(at), rest.end(at));
        }
        object.finish();
    }

    private void array(ArrayVector typed, Shredding.Elements elements, int at) {
        VariantWriter out = builder.out();
        int count = typed.end(at) - typed.start(at);
        int from = out.size();
        int[] starts = new int[count];
        for (int i = 0; i < count; i++) {
            starts[i] = out.size();
            if (!append((StructVector) typed.elements(), elements.element(), typed.start(at) + i)) {
                out.appendNull();
            }
        }
        out.finishArray(from, starts, count);
    }

    private void scalar(ColumnVector vector, Shredding.Scalar scalar, int at) {
        VariantWriter out = builder.out();
        switch (scalar.kind()) {
            case BOOLEAN -> out.appendBoolean(((BooleanVector) vector).value(at));
            case INT8 -> out.appendLong(((IntVector) vector).value(at), 1);
            case INT16 -> out.appendLong(((IntVector) vector).value(at), 2);
            case INT32 -> out.appendLong(((IntVector) vector).value(at), 4);
            case INT64 -> out.appendLong(((LongVector) vector).value(at), 8);
            case FLOAT -> out.appendFloat(((FloatVector) vector).value(at));
            case DOUBLE -> out.appendDouble(((DoubleVector) vector).value(at));
            case DECIMAL -> decimal(vector, (DecimalType) scalar.type(), at);
            case DATE -> out.appendDate(((IntVector) vector).value(at));
            case TIME -> out.appendTime(((LongVector) vector).value(at));
            case TIMESTAMP -> out.appendTimestamp(((LongVector) vector).value(at), true, false);
            case TIMESTAMP_NTZ -> out.appendTimestamp(((LongVector) vector).value(at), false, false);
            case TIMESTAMP_NANOS -> out.appendTimestamp(((LongVector) vector).value(at), true, true);
            case TIMESTAMP_NTZ_NANOS -> out.appendTimestamp(((LongVector) vector).value(at), false, true);
            case BINARY, STRING, UUID -> bytes((BytesVector) vector, scalar.kind(), at);
        }
    }

    private void decimal(ColumnVector vector, DecimalType decimal, int at) {
        if (vector instanceof Int128Vector wide) {
            builder.out().appendDecimal(wide.high(at), wide.low(at), decimal.scale());
        } else {
            long unscaled = ((LongVector) Objects.requireNonNull(vector)).value(at);
            builder.out().appendDecimal(unscaled, decimal.scale(), decimal.precision() <= MAX_INT_DIGITS);
        }
    }

    private void bytes(BytesVector bytes, Shredding.Kind kind, int at) {
        VariantWriter out = builder.out();
        if (kind == Shredding.Kind.STRING) {
            out.appendString(bytes.data(), bytes.start(at), bytes.end(at));
        } else if (kind == Shredding.Kind.BINARY) {
            out.appendBinary(bytes.data(), bytes.start(at), bytes.end(at));
        } else {
            out.appendUuid(bytes.data(), bytes.start(at));
        }
    }
}
