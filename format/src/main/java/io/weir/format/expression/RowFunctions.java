package io.weir.format.expression;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Makes nodes of resolved calls whose functions are computed row by row; the rest of a {@link Compiler}. */
final class RowFunctions {
    private RowFunctions() {}

    static Node node(Call call, List<Node> arguments) {
        Function function = call.function();
        DataType first = arguments.get(0).type();
        return switch (function) {
            case LTRIM -> safe(call, PrimitiveType.STRING, arguments, TextFunctions::ltrim);
            case RTRIM -> safe(call, PrimitiveType.STRING, arguments, TextFunctions::rtrim);
            case REVERSE -> safe(call, PrimitiveType.STRING, arguments, TextFunctions::reverse);
            case REPLACE -> safe(call, PrimitiveType.STRING, arguments, TextFunctions::replace);
            case INSTR -> safe(call, PrimitiveType.INTEGER, arguments, TextFunctions::instr);
            case REPEAT -> failing(call, PrimitiveType.STRING, arguments, TextFunctions::repeat);
            case LEFT, RIGHT ->
                safe(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> TextFunctions.end(a, row, out, function == Function.LEFT));
            case LPAD, RPAD ->
                failing(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> TextFunctions.pad(a, row, out, function == Function.LPAD));
            case RLIKE -> {
                Pattern pattern = arguments.get(1) instanceof ConstantNode ? pattern(call) : null;
                yield failing(
                        call,
                        PrimitiveType.BOOLEAN,
                        arguments,
                        (a, row, out) -> TextFunctions.matches(a, row, out, pattern));
            }
            case REGEXP_REPLACE -> {
                Pattern pattern = pattern(call);
                yield failing(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> TextFunctions.regexpReplace(a, row, out, pattern));
            }
            case REGEXP_EXTRACT -> {
                Pattern pattern = pattern(call);
                yield failing(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> TextFunctions.regexpExtract(a, row, out, pattern));
            }
            case QUARTER, DAYOFYEAR, DAYOFWEEK, WEEKDAY, WEEKOFYEAR ->
                safe(
                        call,
                        PrimitiveType.INTEGER,
                        arguments,
                        (a, row, out) -> DateFunctions.part(function, a, row, out));
            case DATE_ADD, DATE_SUB -> {
                int sign = function == Function.DATE_ADD ? 1 : -1;
                yield failing(
                        call, PrimitiveType.DATE, arguments, (a, row, out) -> DateFunctions.addDays(a, row, out, sign));
            }
            case ADD_MONTHS -> failing(call, PrimitiveType.DATE, arguments, DateFunctions::addMonths);
            case LAST_DAY -> failing(call, PrimitiveType.DATE, arguments, DateFunctions::lastDay);
            case DATEDIFF -> failing(call, PrimitiveType.INTEGER, arguments, DateFunctions::difference);
            case TRUNC -> {
                String unit = constant(call, 1).toString();
                yield failing(
                        call,
                        PrimitiveType.DATE,
                        arguments,
                        (a, row, out) -> DateFunctions.truncate(unit, a, row, out));
            }
            case DATE_FORMAT -> {
                DateTimeFormatter formatter = formatter(call);
                yield failing(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> DateFunctions.format(formatter, a, row, out));
            }
            case FROM_UNIXTIME -> {
                DateTimeFormatter formatter = formatter(call);
                yield failing(
                        call,
                        PrimitiveType.STRING,
                        arguments,
                        (a, row, out) -> DateFunctions.fromSeconds(formatter, a, row, out));
            }
            case UNIX_TIMESTAMP -> {
                if (arguments.size() == 1) {
                    yield safe(call, PrimitiveType.LONG, arguments, DateFunctions::seconds);
                }
                DateTimeFormatter formatter = formatter(call);
                yield failing(
                        call,
                        PrimitiveType.LONG,
                        arguments,
                        (a, row, out) -> DateFunctions.parsedSeconds(formatter, a, row, out));
            }
            case TIMESTAMP_SECONDS -> timestamp(call, arguments, 1_000_000);
            case TIMESTAMP_MILLIS -> timestamp(call, arguments, 1000);
            case TIMESTAMP_MICROS -> timestamp(call, arguments, 1);
            case GREATEST, LEAST -> new ChoiceNode(function == Function.GREATEST, arguments);
            case MD5 -> digest(call, arguments, "MD5");
            case SHA1 -> digest(call, arguments, "SHA-1");
            case SHA2 -> {
                int bits = (Integer) constant(call, 1);
                yield digest(call, arguments, "SHA-" + (bits == 0 ? 256 : bits));
            }
            case CRC32 -> safe(call, PrimitiveType.LONG, arguments, DigestFunctions::crc32);
            case SIZE -> safe(call, PrimitiveType.INTEGER, arguments, CollectionFunctions::size);
            case ARRAY_CONTAINS -> safe(call, PrimitiveType.BOOLEAN, arguments, CollectionFunctions::contains);
            case GET ->
                first instanceof ArrayType array
                        ? failing(call, array.element(), arguments, CollectionFunctions::get)
                        : safe(call, ((MapType) first).value(), arguments, CollectionFunctions::value);
            case FIELD -> {
                StructType struct = (StructType) first;
                int position = struct.indexOf(constant(call, 1).toString());
                yield safe(
                        call,
                        struct.field(position).type(),
                        arguments,
                        (a, row, out) -> CollectionFunctions.field(position, a, row, out));
            }
            default -> throw new IllegalStateException("No function of rows: " + function);
        };
    }

    private static Node safe(Call call, DataType type, List<Node> arguments, RowNode.Body body) {
        return new RowNode(call, type, arguments, false, body);
    }

    private static Node failing(Call call, DataType type, List<Node> arguments, RowNode.Body body) {
        return new RowNode(call, type, arguments, true, body);
    }

    private static Node timestamp(Call call, List<Node> arguments, long unit) {
        return failing(
                call, PrimitiveType.TIMESTAMP, arguments, (a, row, out) -> DateFunctions.timestamp(unit, a, row, out));
    }

    private static Node digest(Call call, List<Node> arguments, String algorithm) {
        return safe(
                call, PrimitiveType.STRING, arguments, (a, row, out) -> DigestFunctions.hex(algorithm, a, row, out));
    }

    private static Pattern pattern(Call call) {
        return Pattern.compile(constant(call, 1).toString());
    }

    private static DateTimeFormatter formatter(Call call) {
        return DateFunctions.formatter(constant(call, 1).toString());
    }

    private static Object constant(Call call, int argument) {
        return Objects.requireNonNull(((Literal) call.arguments().get(argument)).value());
    }
}
