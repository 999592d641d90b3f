package io.weir.format.expression;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes nodes of a resolved expression, the special ones where a general one would be slow. */
final class Compiler implements Expression.Handler<Node> {
    private final StructType schema;

    private Compiler(StructType schema) {
        this.schema = schema;
    }

    static Node compile(Expression resolved, StructType schema) {
        return resolved.accept(new Compiler(schema));
    }

    private Node compile(Expression expression) {
        return expression.accept(this);
    }

    private List<Node> compile(List<Expression> expressions) {
        List<Node> nodes = new ArrayList<>(expressions.size());
        for (Expression expression : expressions) {
            nodes.add(compile(expression));
        }
        return nodes;
    }

    @Override
    public Node column(ColumnReference column) {
        int[] positions = new int[column.path().size()];
        DataType type = schema;
        for (int i = 0; i < positions.length; i++) {
            StructType struct = (StructType) type;
            positions[i] = struct.indexOf(column.path().get(i));
            type = struct.field(positions[i]).type();
        }
        return new ColumnNode(type, positions);
    }

    @Override
    public Node literal(Literal literal) {
        return new ConstantNode(Objects.requireNonNull(literal.type()), literal.value());
    }

    @Override
    public Node comparison(Comparison comparison) {
        Node left = compile(comparison.left());
        Node right = compile(comparison.right());
        Comparison.Operator operator = comparison.operator();
        if (left instanceof ConstantNode && !(right instanceof ConstantNode)) {
            Node exchanged = left;
            left = right;
            right = exchanged;
            operator = operator.flipped();
        }
        if (!(right instanceof ConstantNode constant)
                || left instanceof ConstantNode
                || !left.type().equals(right.type())) {
            return new CompareNode(operator, left, right);
        }
        if (constant.isNull()) {
            return operator == Comparison.Operator.EQ_NULL_SAFE
                    ? new IsNullNode(left, true)
                    : new CompareNode(operator, left, right);
        }
        @Nullable Node fast = compareWithConstant(operator, left, constant.one());
        if (fast == null) {
            return new CompareNode(operator, left, right);
        }
        // null-safe: false where the fast one is null
        return operator == Comparison.Operator.EQ_NULL_SAFE
                ? new CoalesceNode(List.of(fast, new ConstantNode(PrimitiveType.BOOLEAN, false)))
                : fast;
    }

    private static @Nullable Node compareWithConstant(Comparison.Operator operator, Node value, ColumnVector constant) {
        if (constant instanceof LongVector v) {
            return LongRangeNode.of(operator, value, v.value(0));
        }
        if (constant instanceof IntVector v) {
            return LongRangeNode.of(operator, value, v.value(0));
        }
        if (constant instanceof DoubleVector v) {
            return DoubleRangeNode.of(operator, value, v.value(0));
        }
        if (constant instanceof FloatVector v) {
            return FloatRangeNode.of(operator, value, v.value(0));
        }
        return constant instanceof BytesVector v
                ? new BytesTestNode(value, BytesTests.compare(operator, v.bytes(0)))
                : null;
    }

    @Override
    public Node and(And and) {
        return new AndNode(compile(and.operands()).toArray(Node[]::new));
    }

    @Override
    public Node or(Or or) {
        return new OrNode(compile(or.operands()).toArray(Node[]::new));
    }

    @Override
    public Node not(Not not) {
        if (not.value() instanceof IsNull isNull) {
            return new IsNullNode(compile(isNull.value()), false);
        }
        if (not.value() instanceof Comparison comparison && comparison.operator() != Comparison.Operator.EQ_NULL_SAFE) {
            return compile(new Comparison(comparison.operator().negated(), comparison.left(), comparison.right()));
        }
        return new NotNode(compile(not.value()));
    }

    @Override
    public Node isNull(IsNull isNull) {
        return new IsNullNode(compile(isNull.value()), true);
    }

    @Override
    public Node in(In in) {
        Node value = compile(in.value());
        List<ColumnVector> constants = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Node option : compile(in.options())) {
            if (option instanceof ConstantNode constant && !constant.isNull()) {
                constants.add(constant.one());
            } else {
                others.add(new CompareNode(Comparison.Operator.EQ, value, option));
            }
        }
        if (!constants.isEmpty()) {
            others.addAll(0, setNodes(value, constants));
        }
        return others.size() == 1 ? others.get(0) : new OrNode(others.toArray(Node[]::new));
    }

    private static List<Node> setNodes(Node value, List<ColumnVector> constants) {
        ColumnVector first = constants.get(0);
        if (first instanceof BytesVector) {
            List<byte[]> options =
                    constants.stream().map(c -> ((BytesVector) c).bytes(0)).toList();
            return List.of(new BytesTestNode(value, BytesTests.in(options)));
        }
        if (first instanceof LongVector || first instanceof IntVector) {
            long[] options = constants.stream()
                    .mapToLong(c -> c instanceof LongVector v ? v.value(0) : ((IntVector) c).value(0))
                    .toArray();
            return List.of(new LongSetNode(value, options));
        }
        List<Node> comparisons = new ArrayList<>();
        for (ColumnVector constant : constants) {
            @Nullable Node fast = compareWithConstant(Comparison.Operator.EQ, value, constant);
            comparisons.add(
                    fast != null
                            ? fast
                            : new CompareNode(
                                    Comparison.Operator.EQ,
                                    value,
                                    new ConstantNode(
                                            constant.type(), io.weir.format.batch.Values.valueAt(constant, 0))));
        }
        return comparisons;
    }

    @Override
    public Node like(Like like) {
        return new BytesTestNode(compile(like.value()), LikePattern.of(like.pattern())::matches);
    }

    @Override
    public Node arithmetic(Arithmetic arithmetic) {
        Node left = compile(arithmetic.left());
        Node right = compile(arithmetic.right());
        if (left.type() instanceof DecimalType a && right.type() instanceof DecimalType b) {
            return new DecimalArithmeticNode(arithmetic, left, right, Types.result(arithmetic.operator(), a, b));
        }
        return new ArithmeticNode(arithmetic, left, right);
    }

    @Override
    public Node cast(Cast cast) {
        return new CastNode(compile(cast.value()), cast.type(), cast.orNull(), cast.toString());
    }

    @Override
    public Node caseWhen(Case caseWhen) {
        List<Node> conditions = new ArrayList<>();
        List<Node> values = new ArrayList<>();
        for (Case.Branch branch : caseWhen.branches()) {
            conditions.add(compile(branch.condition()));
            values.add(compile(branch.value()));
        }
        values.add(compile(caseWhen.otherwise()));
        return new CaseNode(conditions, values);
    }

    @Override
    public Node call(Call call) {
        List<Node> arguments = compile(call.arguments());
        Node first = arguments.get(0);
        return switch (call.function()) {
            case LOWER -> new TextMapNode(first, PrimitiveType.STRING, TextMapNode::lower);
            case UPPER -> new TextMapNode(first, PrimitiveType.STRING, TextMapNode::upper);
            case TRIM -> new TextMapNode(first, PrimitiveType.STRING, TextMapNode::trim);
            case LENGTH -> new TextNodes.Length(first);
            case SUBSTRING ->
                new TextNodes.Substring(
                        first.type(), first, arguments.get(1), arguments.size() == 3 ? arguments.get(2) : null);
            case CONCAT -> new TextNodes.Concat(arguments);
            case STARTS_WITH, ENDS_WITH, CONTAINS -> textCondition(call.function(), first, arguments.get(1));
            case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> new TimeNodes.Part(call.function(), first);
            case DATE_TRUNC ->
                new TimeNodes.Truncate(
                        arguments.get(1).type(), constant(call, 0).toString(), arguments.get(1));
            case TO_DATE ->
                new TimeNodes.Parse(PrimitiveType.DATE, first, constant(call, 1).toString());
            case TO_TIMESTAMP ->
                new TimeNodes.Parse(
                        PrimitiveType.TIMESTAMP, first, constant(call, 1).toString());
            case ABS, NEGATE -> new NumberNode(call, first.type(), first, 0);
            case ROUND -> {
                int digits = (Integer) constant(call, 1);
                yield new NumberNode(call, Rounding.type(first.type(), digits), first, digits);
            }
            case FLOOR, CEIL -> new NumberNode(call, Rounding.wholeType(first.type()), first, 0);
            case COALESCE -> new CoalesceNode(arguments);
            default -> RowFunctions.node(call, arguments);
        };
    }

    private static Object constant(Call call, int argument) {
        return Objects.requireNonNull(((Literal) call.arguments().get(argument)).value());
    }

    private static Node textCondition(Function function, Node text, Node part) {
        if (part instanceof ConstantNode constant && !constant.isNull()) {
            byte[] bytes = ((BytesVector) constant.one()).bytes(0);
            return new BytesTestNode(
                    text, (data, start, end) -> TextNodes.matches(function, data, start, end, bytes, 0, bytes.length));
        }
        return new TextNodes.Pair(function, text, part);
    }

    @Override
    public Node alias(Alias alias) {
        return compile(alias.value());
    }
}
