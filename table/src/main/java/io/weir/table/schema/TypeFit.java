package io.weir.table.schema;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.Facts;
import io.weir.log.error.SchemaMismatchException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How values of one type become values of another without losing anything: wider numbers, fields by name, missing fields as
 * null. Pure functions; every other difference of types is refused.
 */
final class TypeFit {
    private static final List<PrimitiveType> INTEGRAL =
            List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);

    private TypeFit() {}

    /**
     * @param path the column, for messages
     * @throws SchemaMismatchException if values of {@code from} may not fit {@code to}
     */
    static ColumnFit of(DataType from, DataType to, String path) {
        if (from.equals(to)) {
            return vector -> vector;
        }
        if (from instanceof StructType rows && to instanceof StructType table) {
            return struct(rows, table, path);
        }
        if (from instanceof ArrayType rows && to instanceof ArrayType table) {
            ColumnFit element = of(rows.element(), table.element(), path + ".element");
            return vector -> array((ArrayVector) vector, table, element);
        }
        if (from instanceof MapType rows && to instanceof MapType table) {
            ColumnFit key = of(rows.key(), table.key(), path + ".key");
            ColumnFit value = of(rows.value(), table.value(), path + ".value");
            return vector -> map((MapVector) vector, table, key, value);
        }
        if (from instanceof DecimalType rows && to instanceof DecimalType table && widens(rows, table)) {
            return vector -> rescaled(vector, rows, table);
        }
        if (from instanceof PrimitiveType rows && to instanceof PrimitiveType table) {
            ColumnFit wider = number(rows, table);
            if (wider != null) {
                return wider;
            }
        }
        throw new SchemaMismatchException(
                "Column has another type than the table's, and not every value fits",
                Facts.of("column", path, "expected", to, "found", from).and("rule", "type"));
    }

    private static @Nullable ColumnFit number(PrimitiveType from, PrimitiveType to) {
        if (INTEGRAL.contains(from) && INTEGRAL.indexOf(to) > INTEGRAL.indexOf(from)) {
            return to == PrimitiveType.LONG ? v -> longs((IntVector) v) : v -> v.withType(to);
        }
        if (to == PrimitiveType.DOUBLE && from == PrimitiveType.FLOAT) {
            return v -> doubles((FloatVector) v);
        }
        // every INT is a double exactly; a BIGINT may not be
        if (to == PrimitiveType.DOUBLE && INTEGRAL.contains(from) && from != PrimitiveType.LONG) {
            return v -> doubles((IntVector) v);
        }
        return null;
    }

    static ColumnFit struct(StructType rows, StructType table, String path) {
        for (StructField field : rows.fields()) {
            if (table.indexOf(field.name()) < 0) {
                throw new SchemaMismatchException(
                        "The table has no such column; leave it out, or add it with mergeSchema",
                        Facts.of("column", SchemaRules.child(path, field.name()), "columns", table.names())
                                .and("rule", "columns"));
            }
        }
        int[] sources = new int[table.size()];
        ColumnFit[] fits = new ColumnFit[table.size()];
        Arrays.fill(sources, -1);
        for (int i = 0; i < rows.size(); i++) {
            int target = table.indexOf(rows.field(i).name());
            String column = SchemaRules.child(path, table.field(target).name());
            if (sources[target] >= 0) {
                throw new SchemaMismatchException(
                        "Two columns of the rows have the same name; case does not tell them apart",
                        Facts.of("column", column, "other", rows.field(i).name(), "rule", "distinct names"));
            }
            sources[target] = i;
            fits[target] = of(rows.field(i).type(), table.field(target).type(), column);
        }
        return vector -> {
            StructVector struct = (StructVector) vector;
            return new StructVector(
                    table,
                    struct.length(),
                    fields(struct.fields(), struct.length(), sources, fits, table),
                    struct.nulls());
        };
    }

    private static List<ColumnVector> fields(
            List<ColumnVector> vectors, int length, int[] sources, ColumnFit[] fits, StructType table) {
        List<ColumnVector> fields = new ArrayList<>(sources.length);
        for (int i = 0; i < sources.length; i++) {
            fields.add(
                    sources[i] < 0
                            ? ConstantVectors.nulls(table.field(i).type(), length)
                            : fits[i].fit(vectors.get(sources[i])));
        }
        return fields;
    }

    private static ColumnVector array(ArrayVector vector, ArrayType type, ColumnFit element) {
        return new ArrayVector(type, vector.length(), vector.offsets(), element.fit(vector.elements()), vector.nulls());
    }

    private static ColumnVector map(MapVector vector, MapType type, ColumnFit key, ColumnFit value) {
        return new MapVector(
                type,
                vector.length(),
                vector.offsets(),
                key.fit(vector.keys()),
                value.fit(vector.values()),
                vector.nulls());
    }

    private static ColumnVector longs(IntVector vector) {
        int[] values = vector.values();
        long[] wide = new long[vector.length()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new LongVector(PrimitiveType.LONG, wide.length, wide, vector.nulls());
    }

    private static ColumnVector doubles(IntVector vector) {
        int[] values = vector.values();
        double[] wide = new double[vector.length()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new DoubleVector(PrimitiveType.DOUBLE, wide.length, wide, vector.nulls());
    }

    private static ColumnVector doubles(FloatVector vector) {
        float[] values = vector.values();
        double[] wide = new double[vector.length()];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new DoubleVector(PrimitiveType.DOUBLE, wide.length, wide, vector.nulls());
    }

    private static boolean widens(DecimalType from, DecimalType to) {
        return to.scale() >= from.scale() && to.precision() - to.scale() >= from.precision() - from.scale();
    }

    private static ColumnVector rescaled(ColumnVector vector, DecimalType from, DecimalType to) {
        int digits = to.scale() - from.scale();
        if (vector instanceof LongVector narrow && to.fitsLong()) {
            long factor = BigInteger.TEN.pow(digits).longValueExact();
            long[] values = new long[vector.length()];
            for (int i = 0; i < values.length; i++) {
                values[i] = narrow.value(i) * factor;
            }
            return new LongVector(to, values.length, values, vector.nulls());
        }
        BigInteger factor = BigInteger.TEN.pow(digits);
        long[] highs = new long[vector.length()];
        long[] lows = new long[vector.length()];
        for (int i = 0; i < highs.length; i++) {
            if (!vector.isNull(i)) {
                BigInteger unscaled = vector instanceof LongVector narrow
                        ? BigInteger.valueOf(narrow.value(i))
                        : ((Int128Vector) vector).unscaled(i);
                BigInteger scaled = unscaled.multiply(factor);
                highs[i] = scaled.shiftRight(Long.SIZE).longValue();
                lows[i] = scaled.longValue();
            }
        }
        return new Int128Vector(to, highs.length, highs, lows, vector.nulls());
    }
}
