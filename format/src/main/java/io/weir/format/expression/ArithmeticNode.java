package io.weir.format.expression;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Arithmetic on integers and floating-point numbers of one type. Integers fail rather than wrap; so does division by zero. */
final class ArithmeticNode extends Node {
    private final Arithmetic.Operator operator;
    private final Node left;
    private final Node right;
    private final String text;

    ArithmeticNode(Arithmetic written, Node left, Node right) {
        super(left.type(), mayFail(written.operator(), left, right));
        this.operator = written.operator();
        this.left = left;
        this.right = right;
        this.text = written.toString();
    }

    private static boolean mayFail(Arithmetic.Operator operator, Node left, Node right) {
        boolean divides = operator == Arithmetic.Operator.DIVIDE || operator == Arithmetic.Operator.MODULO;
        return divides && !isNonZeroConstant(right)
                || Types.isIntegral(left.type()) && operator != Arithmetic.Operator.MODULO
                || anyMayFail(left, right);
    }

    private static boolean isNonZeroConstant(Node node) {
        if (!(node instanceof ConstantNode constant) || constant.isNull()) {
            return false;
        }
        ColumnVector one = constant.one();
        return one instanceof LongVector v && v.value(0) != 0
                || one instanceof IntVector i && i.value(0) != 0
                || one instanceof DoubleVector d && d.value(0) != 0
                || one instanceof FloatVector f && f.value(0) != 0;
    }

    @Override
    ColumnVector evaluate(Input input) {
        ColumnVector a = left.evaluate(input);
        ColumnVector b = right.evaluate(input);
        boolean @Nullable [] nulls = Nulls.either(a, b);
        DataType type = type();
        if (a instanceof DoubleVector x) {
            double[] result = doubles(input, x.values(), ((DoubleVector) b).values(), nulls);
            return new DoubleVector(type, result.length, result, nulls);
        }
        if (a instanceof FloatVector x) {
            float[] result = floats(input, x.values(), ((FloatVector) b).values(), nulls);
            return new FloatVector(type, result.length, result, nulls);
        }
        if (a instanceof LongVector x) {
            long[] result = longs(input, x.values(), ((LongVector) b).values(), nulls);
            return new LongVector(type, result.length, result, nulls);
        }
        int[] result = ints(input, ((IntVector) a).values(), ((IntVector) b).values(), nulls);
        return new IntVector(type, result.length, result, nulls);
    }

    private double[] doubles(Input input, double[] a, double[] b, boolean @Nullable [] nulls) {
        double[] result = new double[input.count()];
        switch (operator) {
            case PLUS -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = a[i] + b[i];
                }
            }
            case MINUS -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = a[i] - b[i];
                }
            }
            case TIMES -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = a[i] * b[i];
                }
            }
            case DIVIDE -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = a[i] / b[i];
                    if (b[i] == 0 && (nulls == null || !nulls[i])) {
                        throw divisionByZero(input, i);
                    }
                }
            }
            case MODULO -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = a[i] % b[i];
                    if (b[i] == 0 && (nulls == null || !nulls[i])) {
                        throw divisionByZero(input, i);
                    }
                }
            }
        }
        return result;
    }

    private float[] floats(Input input, float[] a, float[] b, boolean @Nullable [] nulls) {
        float[] result = new float[input.count()];
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (operator) {
                case PLUS -> a[i] + b[i];
                case MINUS -> a[i] - b[i];
                case TIMES -> a[i] * b[i];
                case DIVIDE -> a[i] / b[i];
                case MODULO -> a[i] % b[i];
            };
            boolean divides = operator == Arithmetic.Operator.DIVIDE || operator == Arithmetic.Operator.MODULO;
            if (divides && b[i] == 0 && (nulls == null || !nulls[i])) {
                throw divisionByZero(input, i);
            }
        }
        return result;
    }

    private long[] longs(Input input, long[] a, long[] b, boolean @Nullable [] nulls) {
        long[] result = new long[input.count()];
        for (int i = 0; i < result.length; i++) {
            long x = a[i];
            long y = b[i];
            boolean overflow = false;
            switch (operator) {
                case PLUS -> {
                    result[i] = x + y;
                    overflow = ((x ^ result[i]) & (y ^ result[i])) < 0;
                }
                case MINUS -> {
                    result[i] = x - y;
                    overflow = ((x ^ y) & (x ^ result[i])) < 0;
                }
                case TIMES -> {
                    result[i] = x * y;
                    overflow = Math.multiplyHigh(x, y) != result[i] >> 63;
                }
                case DIVIDE, MODULO -> result[i] = y == 0 ? modulusOfZero(input, i, nulls) : x % y;
            }
            if (overflow && (nulls == null || !nulls[i])) {
                throw overflow(input, i);
            }
        }
        return result;
    }

    private int[] ints(Input input, int[] a, int[] b, boolean @Nullable [] nulls) {
        int[] result = new int[input.count()];
        long max = type() == PrimitiveType.INTEGER
                ? Integer.MAX_VALUE
                : type() == PrimitiveType.SHORT ? Short.MAX_VALUE : Byte.MAX_VALUE;
        for (int i = 0; i < result.length; i++) {
            long x = a[i];
            long y = b[i];
            long exact = switch (operator) {
                case PLUS -> x + y;
                case MINUS -> x - y;
                case TIMES -> x * y;
                case DIVIDE, MODULO -> y == 0 ? modulusOfZero(input, i, nulls) : x % y;
            };
            result[i] = (int) exact;
            if ((exact > max || exact < -max - 1) && (nulls == null || !nulls[i])) {
                throw overflow(input, i);
            }
        }
        return result;
    }

    private long modulusOfZero(Input input, int row, boolean @Nullable [] nulls) {
        if (nulls == null || !nulls[row]) {
            throw divisionByZero(input, row);
        }
        return 0;
    }

    private EvaluationException divisionByZero(Input input, int row) {
        int batchRow = input.batchRow(row);
        return new EvaluationException("Division by zero {expression=" + text + ", row=" + batchRow + "}", batchRow);
    }

    private EvaluationException overflow(Input input, int row) {
        int batchRow = input.batchRow(row);
        return new EvaluationException(
                "Arithmetic overflow {expression=" + text + ", row=" + batchRow + ", type=" + type().sql() + "}",
                batchRow);
    }
}
