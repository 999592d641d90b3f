package io.weir.storage;

import java.util.Comparator;

/**
 * The order of names in a listing: by the bytes of their UTF-8 form. Immutable.
 *
 * <p>{@link String#compareTo} goes by UTF-16 units and puts characters beyond the basic plane before those from U+E000 on; UTF-8 does not.
 */
public final class NameOrder implements Comparator<String> {
    /** The one instance. */
    public static final NameOrder UTF8 = new NameOrder();

    private NameOrder() {}

    @Override
    public int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xBeyond = Character.isSurrogate(x);
                return xBeyond == Character.isSurrogate(y) ? x - y : xBeyond ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
