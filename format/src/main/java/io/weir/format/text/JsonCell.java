package io.weir.format.text;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.VariantVector;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import io.weir.format.variant.VariantJson;
import io.weir.format.variant.VariantMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints one value of a column as JSON, in one of two forms: <i>plain</i>, as people and {@code jq} expect it, or
 * <i>canonical</i>, which is exact and the same for every implementation. One thread at a time.
 */
abstract class JsonCell {
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** Prints a value that is not null. */
    abstract void print(ColumnVector vector, int row, Utf8Buffer out);

    final void printOrNull(ColumnVector vector, int row, Utf8Buffer out) {
        if (vector.isNull(row)) {
            out.append(NULL);
        } else {
            print(vector, row, out);
        }
    }

    static Fields plain(StructType schema) {
        return new Fields(schema, false);
    }

    static Fields canonical(StructType schema) {
        return new Fields(schema, true);
    }

    static JsonCell of(DataType type, boolean canonical) {
        if (type instanceof PrimitiveType primitive) {
            return switch (primitive) {
                case BOOLEAN -> new BooleanCell();
                case BYTE, SHORT, INTEGER -> new IntCell();
                case LONG -> new LongCell();
                case FLOAT -> new FloatCell(canonical);
                case DOUBLE -> new DoubleCell(canonical);
                case STRING -> new StringCell(canonical);
                case BINARY -> new BinaryCell(canonical);
                case DATE -> new DateCell();
                case TIMESTAMP -> new TimestampCell(canonical, true);
                case TIMESTAMP_NTZ -> new TimestampCell(canonical, false);
                case VOID -> new BooleanCell(); // its nulls are written before it is asked
            };
        }
        if (type instanceof DecimalType decimal) {
            return new DecimalCell(decimal, canonical);
        }
        if (type instanceof ArrayType array) {
            return new ArrayCell(of(array.element(), canonical));
        }
        if (type instanceof MapType map) {
            JsonCell key = of(map.key(), canonical);
            JsonCell value = of(map.value(), canonical);
            return canonical ? new PairsCell(key, value) : new ObjectCell(key, value, map.key());
        }
        if (type instanceof VariantType) {
            return new VariantCell(canonical);
        }
        return new StructCell(new Fields((StructType) type, canonical));
    }

    /** The fields of a struct, or the columns of a row, with their names ready to print. */
    static final class Fields {
        private final byte[][] names;
        private final JsonCell[] cells;

        Fields(StructType type, boolean canonical) {
            names = new byte[type.size()][];
            cells = new JsonCell[type.size()];
            for (int i = 0; i < names.length; i++) {
                StructField field = type.field(i);
                Utf8Buffer name = new Utf8Buffer().append(i == 0 ? '{' : ',');
                byte[] utf8 = field.name().getBytes(StandardCharsets.UTF_8);
                JsonStrings.print(utf8, 0, utf8.length, canonical, name);
                name.append(':');
                names[i] = Arrays.copyOf(name.data(), name.size());
                cells[i] = of(field.type(), canonical);
            }
        }

        void print(List<ColumnVector> columns, int row, Utf8Buffer out) {
            if (names.length == 0) {
                out.append('{');
            }
            for (int i = 0; i < names.length; i++) {
                out.append(names[i]);
                cells[i].printOrNull(columns.get(i), row, out);
            }
            out.append('}');
        }
    }

    private static final class BooleanCell extends JsonCell {
        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            out.appendAscii(((BooleanVector) vector).value(row) ? "true" : "false");
        }
    }

    private static final class IntCell extends JsonCell {
        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            out.appendLong(((IntVector) vector).value(row));
        }
    }

    private static final class LongCell extends JsonCell {
        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            out.appendLong(((LongVector) vector).value(row));
        }
    }

    private static final class FloatCell extends JsonCell {
        private final boolean canonical;

        FloatCell(boolean canonical) {
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            float value = ((FloatVector) vector).value(row);
            if (canonical) {
                out.append('"').appendHexFloat(value).append('"');
            } else if (Float.isFinite(value)) {
                out.appendAscii(Float.toString(value));
            } else {
                out.append('"').appendAscii(Float.toString(value)).append('"');
            }
        }
    }

    private static final class DoubleCell extends JsonCell {
        private final boolean canonical;

        DoubleCell(boolean canonical) {
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            double value = ((DoubleVector) vector).value(row);
            boolean negativeZero = value == 0 && 1 / value < 0;
            if (!canonical && value == (int) value && Math.abs(value) < 1e7 && !negativeZero) {
                out.appendLong((int) value).append('.').append('0'); // just what Double.toString says, without a string
                return;
            }
            if (canonical) {
                out.append('"').appendHexDouble(value).append('"');
            } else if (Double.isFinite(value)) {
                out.appendAscii(Double.toString(value));
            } else {
                out.append('"').appendAscii(Double.toString(value)).append('"');
            }
        }
    }

    private static final class StringCell extends JsonCell {
        private final boolean canonical;

        StringCell(boolean canonical) {
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            BytesVector bytes = (BytesVector) vector;
            JsonStrings.print(bytes.data(), bytes.start(row), bytes.end(row), canonical, out);
        }
    }

    private static final class BinaryCell extends JsonCell {
        private final boolean canonical;

        BinaryCell(boolean canonical) {
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            BytesVector bytes = (BytesVector) vector;
            out.append('"');
            if (canonical) {
                out.appendHex(bytes.data(), bytes.start(row), bytes.end(row));
            } else {
                out.append(Base64.getEncoder().encode(bytes.bytes(row)));
            }
            out.append('"');
        }
    }

    private static final class DateCell extends JsonCell {
        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            out.append('"').appendDate(((IntVector) vector).value(row)).append('"');
        }
    }

    private static final class TimestampCell extends JsonCell {
        private final boolean canonical;
        private final boolean zoned;

        TimestampCell(boolean canonical, boolean zoned) {
            this.canonical = canonical;
            this.zoned = zoned;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            long micros = ((LongVector) vector).value(row);
            out.append('"');
            if (canonical) {
                out.appendTimestamp(micros, 'T');
            } else {
                out.appendShortTimestamp(micros, 'T');
            }
            if (zoned) {
                out.append('Z');
            }
            out.append('"');
        }
    }

    private static final class DecimalCell extends JsonCell {
        private final int scale;
        private final boolean fitsLong;
        private final boolean canonical;

        DecimalCell(DecimalType type, boolean canonical) {
            this.scale = type.scale();
            this.fitsLong = type.fitsLong();
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            if (canonical) {
                out.append('"');
            }
            if (fitsLong) {
                out.appendDecimal(((LongVector) vector).value(row), scale);
            } else {
                Int128Vector wide = (Int128Vector) vector;
                out.appendDecimal(wide.high(row), wide.low(row), scale);
            }
            if (canonical) {
                out.append('"');
            }
        }
    }

    private static final class ArrayCell extends JsonCell {
        private final JsonCell element;

        ArrayCell(JsonCell element) {
            this.element = element;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            ArrayVector array = (ArrayVector) vector;
            out.append('[');
            for (int i = array.start(row); i < array.end(row); i++) {
                if (i > array.start(row)) {
                    out.append(',');
                }
                element.printOrNull(array.elements(), i, out);
            }
            out.append(']');
        }
    }

    /** A map as an object; a key that is no string is printed as the text of its JSON. */
    private static final class ObjectCell extends JsonCell {
        private final JsonCell key;
        private final JsonCell value;
        private final boolean quoted;
        private final Utf8Buffer scratch = new Utf8Buffer();

        ObjectCell(JsonCell key, JsonCell value, DataType keyType) {
            this.key = key;
            this.value = value;
            this.quoted = keyType == PrimitiveType.STRING
                    || keyType == PrimitiveType.BINARY
                    || keyType == PrimitiveType.DATE
                    || keyType == PrimitiveType.TIMESTAMP
                    || keyType == PrimitiveType.TIMESTAMP_NTZ;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            MapVector map = (MapVector) vector;
            out.append('{');
            for (int i = map.start(row); i < map.end(row); i++) {
                if (i > map.start(row)) {
                    out.append(',');
                }
                if (quoted) {
                    key.printOrNull(map.keys(), i, out);
                } else {
                    scratch.clear();
                    key.printOrNull(map.keys(), i, scratch);
                    boolean isString = scratch.size() > 0 && scratch.data()[0] == '"';
                    if (isString) {
                        out.append(scratch.data(), 0, scratch.size());
                    } else {
                        JsonStrings.print(scratch.data(), 0, scratch.size(), false, out);
                    }
                }
                out.append(':');
                value.printOrNull(map.values(), i, out);
            }
            out.append('}');
        }
    }

    /** A map as pairs, sorted by the bytes of their keys' JSON. */
    private static final class PairsCell extends JsonCell {
        private final JsonCell key;
        private final JsonCell value;

        PairsCell(JsonCell key, JsonCell value) {
            this.key = key;
            this.value = value;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            MapVector map = (MapVector) vector;
            int first = map.start(row);
            byte[][] keys = new byte[map.end(row) - first][];
            Integer[] order = new Integer[keys.length];
            for (int i = 0; i < keys.length; i++) {
                Utf8Buffer printed = new Utf8Buffer();
                key.printOrNull(map.keys(), first + i, printed);
                keys[i] = Arrays.copyOf(printed.data(), printed.size());
                order[i] = i;
            }
            Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(keys[a], keys[b]));
            out.append('[');
            for (int i = 0; i < order.length; i++) {
                out.appendAscii(i == 0 ? "[" : ",[").append(keys[order[i]]).append(',');
                value.printOrNull(map.values(), first + order[i], out);
                out.append(']');
            }
            out.append(']');
        }
    }

    /** A variant as the JSON it stands for; canonically, as a string that holds it. */
    private static final class VariantCell extends JsonCell {
        private final boolean canonical;
        private @Nullable VariantMetadata names;

        VariantCell(boolean canonical) {
            this.canonical = canonical;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            BytesVector values = ((VariantVector) vector).values();
            BytesVector metadata = ((VariantVector) vector).metadata();
            byte[] dictionary = metadata.data();
            int from = metadata.start(row);
            int to = metadata.end(row);
            if (names == null || !names.isOf(dictionary, from, to)) {
                names = VariantMetadata.of(dictionary, from, to);
            }
            byte[] json = VariantJson.of(values.data(), values.start(row), values.end(row), names)
                    .getBytes(StandardCharsets.UTF_8);
            if (canonical) {
                JsonStrings.print(json, 0, json.length, true, out);
            } else {
                out.append(json);
            }
        }
    }

    private static final class StructCell extends JsonCell {
        private final Fields fields;

        StructCell(Fields fields) {
            this.fields = fields;
        }

        @Override
        void print(ColumnVector vector, int row, Utf8Buffer out) {
            fields.print(((StructVector) vector).fields(), row, out);
        }
    }
}
