package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Arrays;
import java.util.Map;

/** How longs come out of a page: as they are, or from something else. One thread at a time. */
abstract class LongSource {
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final int INT96_BYTES = 12;

    abstract void decode(ValueDecoder decoder, long[] target, int offset, int count);

    /** INT64, times a factor or divided by a divisor (rounded down); one of them is 1. */
    static LongSource int64(long factor, long divisor) {
        return new LongSource() {
            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                decoder.longs(target, offset, count);
                if (factor != 1) {
                    multiply(target, offset, count, factor);
                } else if (divisor != 1) {
                    for (int i = offset; i < offset + count; i++) {
                        target[i] = Math.floorDiv(target[i], divisor);
                    }
                }
            }
        };
    }

    /** The same times a factor. */
    LongSource times(long factor) {
        LongSource raw = this;
        return new LongSource() {
            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                raw.decode(decoder, target, offset, count);
                multiply(target, offset, count, factor);
            }
        };
    }

    /** The same in our calendar. */
    LongSource rebased(FileCalendar.Clock clock) {
        LongSource raw = this;
        return new LongSource() {
            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                raw.decode(decoder, target, offset, count);
                clock.rebase(target, offset, count);
            }
        };
    }

    /** The same where no value may be negative, since it stands for a greater one than a long holds. */
    LongSource notNegative() {
        LongSource raw = this;
        return new LongSource() {
            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                raw.decode(decoder, target, offset, count);
                for (int i = offset; i < offset + count; i++) {
                    if (target[i] < 0) {
                        throw doesNotFit(Long.toUnsignedString(target[i]));
                    }
                }
            }
        };
    }

    /** Days of the calendar before 1582 as midnights of ours. */
    static LongSource rebasedDays() {
        return new LongSource() {
            private int[] days = {};

            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                if (days.length < count) {
                    days = new int[count];
                }
                decoder.ints(days, 0, count);
                FileCalendar.rebaseDays(days, 0, count);
                for (int i = 0; i < count; i++) {
                    target[offset + i] = days[i];
                }
                multiply(target, offset, count, LongBuffer.MICROS_PER_DAY);
            }
        };
    }

    /** INT32, times a factor. */
    static LongSource int32(long factor, boolean signed) {
        return new LongSource() {
            private int[] narrow = {};

            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                if (narrow.length < count) {
                    narrow = new int[count];
                }
                decoder.ints(narrow, 0, count);
                long mask = signed ? -1 : 0xffff_ffffL;
                for (int i = 0; i < count; i++) {
                    target[offset + i] = narrow[i] & mask;
                }
                if (factor != 1) {
                    multiply(target, offset, count, factor);
                }
            }
        };
    }

    /** INT96: nanoseconds of the day, then the Julian day. */
    static LongSource int96() {
        return new LongSource() {
            private final ByteArrays raw = new ByteArrays(0, 0);

            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                raw.count = 0;
                decoder.bytes(raw, count);
                for (int i = 0; i < count; i++) {
                    long nanos = (long) LittleEndian.LONG.get(raw.data, i * INT96_BYTES);
                    int day = (int) LittleEndian.INT.get(raw.data, i * INT96_BYTES + Long.BYTES);
                    target[offset + i] = micros(day - JULIAN_DAY_OF_EPOCH, Math.floorDiv(nanos, 1000L));
                }
            }
        };
    }

    private static long micros(long day, long microsOfDay) {
        try {
            return Math.addExact(Math.multiplyExact(day, LongBuffer.MICROS_PER_DAY), microsOfDay);
        } catch (ArithmeticException e) {
            throw doesNotFit("Julian day " + (day + JULIAN_DAY_OF_EPOCH));
        }
    }

    /** Big-endian numbers of any length, times a factor. */
    static LongSource decimals(long factor) {
        return new LongSource() {
            private final ByteArrays raw = new ByteArrays(0, 0);

            @Override
            void decode(ValueDecoder decoder, long[] target, int offset, int count) {
                raw.count = 0;
                decoder.bytes(raw, count);
                for (int i = 0; i < count; i++) {
                    target[offset + i] = bigEndian(raw.data, raw.offsets[i], raw.offsets[i + 1]);
                }
                if (factor != 1) {
                    multiply(target, offset, count, factor);
                }
            }
        };
    }

    private static long bigEndian(byte[] bytes, int start, int end) {
        if (start == end) {
            return 0;
        }
        long value = bytes[start];
        for (int i = start + 1; i < end; i++) {
            if (value != (value << 8) >> 8) {
                throw doesNotFit(Arrays.copyOfRange(bytes, start, Math.min(end, start + 32)));
            }
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value;
    }

    static void multiply(long[] target, int offset, int count, long factor) {
        for (int i = offset; i < offset + count; i++) {
            long product = target[i] * factor;
            if (Math.multiplyHigh(target[i], factor) != product >> (Long.SIZE - 1)) {
                throw doesNotFit(target[i]);
            }
            target[i] = product;
        }
    }

    static CorruptParquetException doesNotFit(Object value) {
        Object shown = value instanceof byte[] bytes ? Arrays.toString(bytes) : value;
        return new CorruptParquetException("Value in a file does not fit the column's type", Map.of("value", shown));
    }
}
