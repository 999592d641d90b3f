package io.weir.table.rules;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.Values;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values come from a counter that the table keeps: {@code start + n * step}, each beyond all that were given out before. One
 * thread at a time. (PROTOCOL.md, "Identity Columns")
 */
final class IdentityColumn implements MissingColumn {
    private static final String START = "delta.identity.start";
    private static final String STEP = "delta.identity.step";
    private static final String HIGH_WATER_MARK = "delta.identity.highWaterMark";
    private static final String ALLOW_EXPLICIT = "delta.identity.allowExplicitInsert";
    private static final String RULE = "GENERATED ALWAYS AS IDENTITY";

    private final String name;
    private final int position;
    private final long step;
    private final boolean takesGiven;

    /** Are rows written that were in the table before? Several writers do that at a time, which cannot count together. */
    private final boolean rewrites;

    /** What the next row gets; more than a LONG if the counter is at its end. */
    private BigInteger next;

    private @Nullable BigInteger last;

    private IdentityColumn(
            String name, int position, long step, boolean takesGiven, boolean rewrites, BigInteger next) {
        this.name = name;
        this.position = position;
        this.step = step;
        this.takesGiven = takesGiven;
        this.rewrites = rewrites;
        this.next = next;
    }

    static boolean isOne(StructField field) {
        return FieldProperties.isIdentity(field);
    }

    static IdentityColumn of(StructField field, int position, boolean rewrites) {
        Long start = FieldProperties.number(field.metadata(), START);
        Long step = FieldProperties.number(field.metadata(), STEP);
        if (start == null || step == null || step == 0 || field.type() != PrimitiveType.LONG) {
            throw new CorruptTableException(
                    "An identity column does not say how it counts",
                    Facts.of("column", field.name(), "start", start, "step", step)
                            .and("type", field.type()));
        }
        boolean takesGiven = "true".equals(field.metadata().json(ALLOW_EXPLICIT));
        Long mark = FieldProperties.number(field.metadata(), HIGH_WATER_MARK);
        return new IdentityColumn(field.name(), position, step, takesGiven, rewrites, next(start, step, mark));
    }

    /** The first of the sequence that lies beyond the mark; a mark need not be one of the sequence. */
    private static BigInteger next(long start, long step, @Nullable Long mark) {
        BigInteger first = BigInteger.valueOf(start);
        if (mark == null) {
            return first;
        }
        BigInteger by = BigInteger.valueOf(step);
        BigInteger steps = BigInteger.valueOf(mark).subtract(first).divide(by);
        BigInteger candidate = first.add(steps.max(BigInteger.ZERO).multiply(by));
        boolean beyond = candidate.compareTo(BigInteger.valueOf(mark)) * Long.signum(step) > 0;
        return beyond ? candidate : candidate.add(by);
    }

    int position() {
        return position;
    }

    @Override
    public ColumnVector values(ColumnBatch rows, long firstRow) {
        int count = rows.rowCount();
        if (rewrites) {
            throw uncounted(firstRow);
        }
        if (count > 0 && after(count - 1L).bitLength() >= Long.SIZE) {
            throw new ConstraintViolationException(
                    "An identity column has no values left",
                    Facts.of("column", name, "next", next, "row", firstRow)
                            .and("rule", "BIGINT")
                            .and("step", step));
        }
        long[] values = new long[count];
        long first = next.longValue();
        for (int i = 0; i < count; i++) {
            values[i] = first + i * step;
        }
        return new LongVector(PrimitiveType.LONG, count, values, null);
    }

    private BigInteger after(long count) {
        return next.add(BigInteger.valueOf(step).multiply(BigInteger.valueOf(count)));
    }

    /** Rows were taken with the values that {@link #values} gave them. */
    void givenOut(int count) {
        if (count > 0) {
            last = after(count - 1L);
            next = after(count);
        }
    }

    /** @throws ConstraintViolationException if the column takes no values from rows */
    void checkGiven(ColumnVector given, long firstRow) {
        if (takesGiven || given.length() == 0) {
            return;
        }
        if (!rewrites) {
            throw new ConstraintViolationException(
                    "A row brings a value for an identity column that takes none; leave the column out",
                    Facts.of("column", name, "row", firstRow, "rule", RULE)
                            .and("value", RuleExpression.shown(Values.valueAt(given, 0))));
        }
        for (int i = 0; i < given.length(); i++) {
            if (given.isNull(i)) {
                throw uncounted(firstRow + i);
            }
        }
    }

    private ConstraintViolationException uncounted(long row) {
        return new ConstraintViolationException(
                "A new row among rows that are rewritten cannot get a value for an identity column; append it",
                Facts.of("column", name, "row", row, "rule", RULE));
    }

    /** The schema with the counter where it is now. */
    StructType counted(StructType schema) {
        if (last == null) {
            return schema;
        }
        List<StructField> fields = new ArrayList<>(schema.fields());
        int index = schema.indexOf(name);
        StructField field = fields.get(index);
        fields.set(
                index,
                field.withMetadata(
                        FieldProperties.withNumber(field.metadata(), HIGH_WATER_MARK, last.longValueExact())));
        return new StructType(fields);
    }
}
