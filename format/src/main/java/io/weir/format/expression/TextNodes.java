package io.weir.format.expression;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.IntVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of strings that take more than one argument or give no string. */
final class TextNodes {
    private TextNodes() {}

    /** Code points of a string, bytes of a binary value. */
    static final class Length extends Node {
        private final Node value;

        Length(Node value) {
            super(PrimitiveType.INTEGER, value.mayFail());
            this.value = value;
        }

        @Override
        ColumnVector evaluate(Input input) {
            BytesVector vector = (BytesVector) value.evaluate(input);
            boolean bytes = vector.type() == PrimitiveType.BINARY;
            int[] lengths = new int[input.count()];
            for (int i = 0; i < lengths.length; i++) {
                if (!vector.isNull(i)) {
                    lengths[i] = bytes
                            ? vector.end(i) - vector.start(i)
                            : codePoints(vector.data(), vector.start(i), vector.end(i));
                }
            }
            return new IntVector(PrimitiveType.INTEGER, lengths.length, lengths, vector.nulls());
        }
    }

    static int codePoints(byte[] data, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            count += (data[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /** Part of a string by characters, or of a binary value by bytes. */
    static final class Substring extends Node {
        private final Node value;
        private final Node start;
        private final @Nullable Node length;

        Substring(DataType type, Node value, Node start, @Nullable Node length) {
            super(type, anyMayFail(value, start) || length != null && length.mayFail());
            this.value = value;
            this.start = start;
            this.length = length;
        }

        @Override
        ColumnVector evaluate(Input input) {
            BytesVector vector = (BytesVector) value.evaluate(input);
            IntVector starts = (IntVector) start.evaluate(input);
            @Nullable IntVector lengths = length == null ? null : (IntVector) length.evaluate(input);
            ColumnBuilder builder = ColumnBuilder.of(type());
            for (int i = 0; i < input.count(); i++) {
                if (vector.isNull(i) || starts.isNull(i) || lengths != null && lengths.isNull(i)) {
                    builder.appendNull();
                } else {
                    append(vector, i, starts.value(i), lengths == null ? Integer.MAX_VALUE : lengths.value(i), builder);
                }
            }
            return builder.build();
        }

        private static void append(BytesVector vector, int row, long start, long length, ColumnBuilder out) {
            boolean bytes = vector.type() == PrimitiveType.BINARY;
            byte[] data = vector.data();
            int first = vector.start(row);
            int end = vector.end(row);
            int size = bytes ? end - first : codePoints(data, first, end);
            long from = start > 0 ? start - 1 : start < 0 ? size + start : 0;
            long to = Math.min(size, from + length);
            from = Math.max(0, from);
            if (from >= to) {
                out.appendBytes(data, first, 0);
                return;
            }
            int begin = bytes ? (int) (first + from) : skip(data, first, end, from);
            int behind = bytes ? (int) (first + to) : skip(data, begin, end, to - from);
            out.appendBytes(data, begin, behind - begin);
        }

        /** Position so many code points further. */
        private static int skip(byte[] data, int start, int end, long codePoints) {
            int position = start;
            for (long i = 0; i < codePoints && position < end; i++) {
                position++;
                while (position < end && (data[position] & 0xC0) == 0x80) {
                    position++;
                }
            }
            return position;
        }
    }

    /** Strings one behind the other. */
    static final class Concat extends Node {
        private final List<Node> parts;

        Concat(List<Node> parts) {
            super(PrimitiveType.STRING, anyMayFail(parts.toArray(Node[]::new)));
            this.parts = parts;
        }

        @Override
        ColumnVector evaluate(Input input) {
            BytesVector[] vectors = new BytesVector[parts.size()];
            boolean @Nullable [] nulls = null;
            for (int p = 0; p < vectors.length; p++) {
                vectors[p] = (BytesVector) parts.get(p).evaluate(input);
                nulls = Nulls.either(nulls, vectors[p].nulls(), input.count());
            }
            int count = input.count();
            int[] offsets = new int[count + 1];
            for (int i = 0; i < count; i++) {
                int size = 0;
                if (nulls == null || !nulls[i]) {
                    for (BytesVector part : vectors) {
                        size = Math.addExact(size, part.end(i) - part.start(i));
                    }
                }
                offsets[i + 1] = Math.addExact(offsets[i], size);
            }
            byte[] data = new byte[offsets[count]];
            for (int i = 0; i < count; i++) {
                int position = offsets[i];
                if (nulls == null || !nulls[i]) {
                    for (BytesVector part : vectors) {
                        int length = part.end(i) - part.start(i);
                        System.arraycopy(part.data(), part.start(i), data, position, length);
                        position += length;
                    }
                }
            }
            return new BytesVector(PrimitiveType.STRING, count, data, offsets, nulls);
        }
    }

    /** A condition on two strings, both varying. */
    static final class Pair extends Node {
        private final Function function;
        private final Node text;
        private final Node part;

        Pair(Function function, Node text, Node part) {
            super(PrimitiveType.BOOLEAN, anyMayFail(text, part));
            this.function = function;
            this.text = text;
            this.part = part;
        }

        @Override
        ColumnVector evaluate(Input input) {
            BytesVector a = (BytesVector) text.evaluate(input);
            BytesVector b = (BytesVector) part.evaluate(input);
            boolean[] result = new boolean[input.count()];
            for (int i = 0; i < result.length; i++) {
                if (!a.isNull(i) && !b.isNull(i)) {
                    result[i] = matches(function, a.data(), a.start(i), a.end(i), b.data(), b.start(i), b.end(i));
                }
            }
            return new BooleanVector(PrimitiveType.BOOLEAN, result.length, result, Nulls.either(a, b));
        }
    }

    static boolean matches(
            Function function, byte[] data, int start, int end, byte[] part, int partStart, int partEnd) {
        return switch (function) {
            case STARTS_WITH -> BytesTests.startsWith(data, start, end, part, partStart, partEnd);
            case ENDS_WITH -> BytesTests.endsWith(data, start, end, part, partStart, partEnd);
            case CONTAINS -> BytesTests.contains(data, start, end, part, partStart, partEnd);
            default -> throw new IllegalArgumentException("Not a condition on two strings: " + function);
        };
    }
}
