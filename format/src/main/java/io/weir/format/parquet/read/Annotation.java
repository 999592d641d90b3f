package io.weir.format.parquet.read;

import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says a node means, from its logical type or else its older converted type. (Parquet format, "Logical Types")
 *
 * @param first precision of a decimal, bits of an integer, nanoseconds of a time's unit, else 0
 * @param second scale of a decimal, else 0
 * @param flag an integer is signed, a time is in UTC
 */
record Annotation(Kind kind, int first, int second, boolean flag) {
    enum Kind {
        NONE,
        STRING,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        INTEGER,
        UUID,
        FLOAT16,
        INTERVAL,
        LIST,
        MAP,
        OTHER
    }

    static final Annotation NONE = new Annotation(Kind.NONE, 0, 0, false);

    private static final int MILLI = 1_000_000;
    private static final int MICRO = 1_000;

    static Annotation of(SchemaElement element) {
        @Nullable LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
        if (logical != null && logical.isSet()) {
            return of(logical);
        }
        return element.isSetConverted_type() && element.getConverted_type() != null ? converted(element) : NONE;
    }

    private static Annotation of(LogicalType type) {
        if (type.isSetSTRING() || type.isSetENUM() || type.isSetJSON()) {
            return plain(Kind.STRING);
        }
        if (type.isSetDECIMAL()) {
            return new Annotation(
                    Kind.DECIMAL,
                    type.getDECIMAL().getPrecision(),
                    type.getDECIMAL().getScale(),
                    false);
        }
        if (type.isSetINTEGER()) {
            return new Annotation(
                    Kind.INTEGER,
                    type.getINTEGER().getBitWidth(),
                    0,
                    type.getINTEGER().isIsSigned());
        }
        if (type.isSetTIMESTAMP()) {
            return new Annotation(
                    Kind.TIMESTAMP,
                    nanos(type.getTIMESTAMP().getUnit()),
                    0,
                    type.getTIMESTAMP().isIsAdjustedToUTC());
        }
        if (type.isSetTIME()) {
            return new Annotation(
                    Kind.TIME,
                    nanos(type.getTIME().getUnit()),
                    0,
                    type.getTIME().isIsAdjustedToUTC());
        }
        if (type.isSetDATE()) {
            return plain(Kind.DATE);
        }
        if (type.isSetLIST()) {
            return plain(Kind.LIST);
        }
        if (type.isSetMAP()) {
            return plain(Kind.MAP);
        }
        if (type.isSetUUID()) {
            return plain(Kind.UUID);
        }
        if (type.isSetFLOAT16()) {
            return plain(Kind.FLOAT16);
        }
        return plain(type.isSetUNKNOWN() || type.isSetBSON() ? Kind.NONE : Kind.OTHER);
    }

    private static Annotation converted(SchemaElement element) {
        return switch (element.getConverted_type()) {
            case UTF8, ENUM, JSON -> plain(Kind.STRING);
            case MAP, MAP_KEY_VALUE -> plain(Kind.MAP);
            case LIST -> plain(Kind.LIST);
            case DECIMAL -> new Annotation(Kind.DECIMAL, element.getPrecision(), element.getScale(), false);
            case DATE -> plain(Kind.DATE);
            case TIME_MILLIS -> new Annotation(Kind.TIME, MILLI, 0, true);
            case TIME_MICROS -> new Annotation(Kind.TIME, MICRO, 0, true);
            case TIMESTAMP_MILLIS -> new Annotation(Kind.TIMESTAMP, MILLI, 0, true);
            case TIMESTAMP_MICROS -> new Annotation(Kind.TIMESTAMP, MICRO, 0, true);
            case UINT_8 -> new Annotation(Kind.INTEGER, 8, 0, false);
            case UINT_16 -> new Annotation(Kind.INTEGER, 16, 0, false);
            case UINT_32 -> new Annotation(Kind.INTEGER, 32, 0, false);
            case UINT_64 -> new Annotation(Kind.INTEGER, 64, 0, false);
            case INT_8 -> new Annotation(Kind.INTEGER, 8, 0, true);
            case INT_16 -> new Annotation(Kind.INTEGER, 16, 0, true);
            case INT_32 -> new Annotation(Kind.INTEGER, 32, 0, true);
            case INT_64 -> new Annotation(Kind.INTEGER, 64, 0, true);
            case INTERVAL -> plain(Kind.INTERVAL);
            case BSON -> NONE;
        };
    }

    private static int nanos(@Nullable TimeUnit unit) {
        if (unit == null || unit.isSetMICROS()) {
            return MICRO;
        }
        return unit.isSetMILLIS() ? MILLI : 1;
    }

    private static Annotation plain(Kind kind) {
        return new Annotation(kind, 0, 0, false);
    }

    boolean is(Kind asked) {
        return kind == asked;
    }

    /** Does a reader take the integer as negative where its highest bit is set? Only an unsigned annotation says no. */
    boolean signed() {
        return kind != Kind.INTEGER || flag;
    }
}
