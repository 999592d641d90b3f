package io.weir.storage;

/** Names of files that are being written: {@code .NAME.ID.tmp}. Nobody lists them; a crash may leave one behind. */
final class HiddenName {
    private static final String SUFFIX = ".tmp";

    /** Most file systems allow 255 bytes; a letter has up to four. What is cut off is only there for people to read. */
    private static final int MAX_NAME_CHARS = 40;

    private HiddenName() {}

    static String of(String name, String id) {
        String shown = name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS);
        if (Character.isHighSurrogate(shown.charAt(shown.length() - 1))) {
            shown = shown.substring(0, shown.length() - 1);
        }
        return "." + shown + "." + id + SUFFIX;
    }

    static boolean is(String name) {
        return name.startsWith(".") && name.endsWith(SUFFIX);
    }
}
