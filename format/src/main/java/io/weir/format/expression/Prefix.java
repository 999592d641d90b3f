package io.weir.format.expression;

import org.jspecify.annotations.Nullable;

/**
 * A condition that strings with a certain beginning alone can meet.
 *
 * @param isWhole only the text itself meets it
 * @param isAll whatever begins so meets it
 */
record Prefix(Expression value, String text, boolean isWhole, boolean isAll) {
    /** What a LIKE or STARTS_WITH says about the beginning; null if the expression is nothing of the kind. */
    static @Nullable Prefix of(Expression condition) {
        if (condition instanceof Like like) {
            LikePattern pattern = LikePattern.of(like.pattern());
            return new Prefix(like.value(), pattern.prefix(), pattern.isConstant(), pattern.isPrefix());
        }
        if (condition instanceof Call call
                && call.function() == Function.STARTS_WITH
                && call.arguments().get(1) instanceof Literal constant
                && constant.value() instanceof String text) {
            return new Prefix(call.arguments().get(0), text, false, true);
        }
        return null;
    }

    /** The least string above all that begin so, in the order of UTF-8 bytes, which is that of code points; null if there is none. */
    @Nullable
    String successor() {
        int[] points = text.codePoints().toArray();
        for (int last = points.length - 1; last >= 0; last--) {
            if (points[last] < Character.MAX_CODE_POINT) {
                int next = points[last] + 1;
                points[last] = next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE
                        ? Character.MAX_SURROGATE + 1
                        : next;
                return new String(points, 0, last + 1);
            }
        }
        return null;
    }
}
