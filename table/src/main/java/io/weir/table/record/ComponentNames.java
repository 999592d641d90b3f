package io.weir.table.record;

import io.weir.format.type.StructType;

/** Finds the column of a record's component. */
final class ComponentNames {
    private ComponentNames() {}

    /** Position of the column of a component: by exact name, as snake_case, in other case; or -1. */
    static int column(String component, StructType schema) {
        int exact = schema.names().indexOf(component);
        if (exact >= 0) {
            return exact;
        }
        int snake = schema.names().indexOf(snakeCase(component));
        return snake >= 0 ? snake : schema.indexOf(component);
    }

    /** {@code eventTime} as {@code event_time}, {@code userID2} as {@code user_id2}. */
    static String snakeCase(String camelCase) {
        StringBuilder text = new StringBuilder(camelCase.length() + 8);
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            text.append(startsWord(camelCase, i) ? "_" : "").append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    private static boolean startsWord(String name, int i) {
        if (i == 0 || !Character.isUpperCase(name.charAt(i))) {
            return false;
        }
        boolean afterUpper = Character.isUpperCase(name.charAt(i - 1));
        boolean beforeLower = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
        return !afterUpper || beforeLower;
    }
}
