package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the values of one leaf for one batch, in the arrays of the vector they become. One thread at a time.
 *
 * <p>Values come densely, nulls left out; {@link #build} moves them apart. What type the file has and what type is wanted is
 * settled when the buffer is made, so loops do not ask. A dictionary is converted once, when it comes.
 */
abstract class ValueBuffer {
    /** Ids are unpacked and looked up in steps that stay in the nearest cache. */
    static final int ID_STEP = 2048;

    final DataType type;
    /** Values appended since {@link #begin}. */
    int size;

    private int @Nullable [] idScratch;

    ValueBuffer(DataType type) {
        this.type = type;
    }

    /** A buffer for the values of a leaf as another type. */
    static ValueBuffer of(FileNode leaf, DataType type) {
        @Nullable ValueBuffer buffer = null;
        if (type instanceof DecimalType decimal) {
            buffer = Decimals.buffer(leaf, decimal);
        } else if (type instanceof PrimitiveType primitive) {
            buffer = ofPrimitive(leaf, primitive);
        }
        if (buffer == null) {
            throw new UnsupportedParquetException(
                    "Column of a file has another type than asked for",
                    Map.of(
                            "annotation",
                            leaf.annotation().kind(),
                            "column",
                            leaf.path(),
                            "expected",
                            type,
                            "found",
                            DeltaTypes.name(leaf),
                            "physical",
                            leaf.physical()));
        }
        return buffer;
    }

    private static @Nullable ValueBuffer ofPrimitive(FileNode leaf, PrimitiveType type) {
        Annotation annotation = leaf.annotation();
        PhysicalType physical = leaf.physical();
        boolean isPlain = annotation.is(Annotation.Kind.NONE);
        boolean int32 = physical == PhysicalType.INT32;
        boolean isNumber = isPlain || annotation.is(Annotation.Kind.INTEGER);
        return switch (type) {
            case BOOLEAN -> physical == PhysicalType.BOOLEAN ? new BooleanBuffer(type) : null;
            case BYTE -> int32 && isNumber ? IntBuffer.integers(leaf, type, Byte.SIZE) : null;
            case SHORT -> int32 && isNumber ? IntBuffer.integers(leaf, type, Short.SIZE) : null;
            case INTEGER -> int32 && isNumber ? IntBuffer.integers(leaf, type, Integer.SIZE) : null;
            case DATE -> int32 && (isPlain || annotation.is(Annotation.Kind.DATE)) ? IntBuffer.dates(leaf) : null;
            case LONG ->
                isNumber && (physical == PhysicalType.INT64 || int32) ? LongBuffer.integers(leaf, type, 1) : null;
            case TIMESTAMP, TIMESTAMP_NTZ -> timestamps(leaf, type);
            case FLOAT -> physical == PhysicalType.FLOAT ? new FloatBuffer(type) : null;
            case DOUBLE ->
                physical == PhysicalType.DOUBLE || physical == PhysicalType.FLOAT || (int32 && isNumber)
                        ? new DoubleBuffer(type, leaf)
                        : null;
            case VOID -> null;
            case STRING, BINARY ->
                (physical == PhysicalType.BYTE_ARRAY || physical == PhysicalType.FIXED_LEN_BYTE_ARRAY)
                                && (type == PrimitiveType.BINARY || isPlain || annotation.is(Annotation.Kind.STRING))
                        ? new BytesBuffer(type)
                        : null;
        };
    }

    private static @Nullable ValueBuffer timestamps(FileNode leaf, PrimitiveType type) {
        Annotation annotation = leaf.annotation();
        return switch (leaf.physical()) {
            case INT96 -> LongBuffer.int96(leaf, type);
            // without a unit a number is no time
            case INT64 -> annotation.is(Annotation.Kind.TIMESTAMP) ? LongBuffer.timestamps(leaf, type) : null;
            case INT32 ->
                annotation.is(Annotation.Kind.DATE) && type == PrimitiveType.TIMESTAMP_NTZ
                        ? LongBuffer.midnights(leaf, type)
                        : null;
            default -> null;
        };
    }

    /** Begins a batch of about so many values, with new arrays. */
    abstract void begin(int expected);

    /** Takes the dictionary of a column chunk; called between batches. */
    abstract void dictionary(ValueDecoder values, int count);

    /** Appends values as they are in a page. */
    abstract void append(ValueDecoder values, int count);

    /** Appends dictionary entries by their ids. */
    abstract void append(RleDecoder ids, int count);

    /**
     * The values as a vector, ending the batch.
     *
     * @param slots how many there are with the nulls
     * @param nulls true where a value is missing, exactly {@code slots - size} times; null if none is
     */
    abstract ColumnVector build(int slots, boolean @Nullable [] nulls);

    final int[] idScratch() {
        if (idScratch == null) {
            idScratch = new int[ID_STEP];
        }
        return idScratch;
    }

    /** An array length for at least {@code needed} values, more than before. */
    static int grown(int needed, int capacity) {
        return Math.max(needed, capacity + (capacity >> 1));
    }

    final int needed(int count) {
        int needed = size + count;
        if (needed < 0) {
            throw new UnsupportedParquetException(
                    "One batch has too many values; read smaller batches", Map.of("values", (long) size + count));
        }
        return needed;
    }

    static CorruptParquetException idOutOfRange(int dictionarySize) {
        return new CorruptParquetException(
                "Dictionary has no entry of an id", Map.of("dictionarySize", dictionarySize));
    }
}
