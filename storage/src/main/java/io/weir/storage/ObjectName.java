package io.weir.storage;

/** The rules for names of objects, as {@link ObjectStore} states them. */
final class ObjectName {
    private ObjectName() {}

    /** Returns the name of an object if it is one that every store can keep. */
    static String check(String name) {
        if (name.isEmpty() || !partsAreProper(name)) {
            throw new IllegalArgumentException(
                    "Not a name relative to the store's root: it has an empty, '.' or '..' part {name=" + name + "}");
        }
        return name;
    }

    /** The same for a directory, where the empty name is the root. */
    static String checkDirectory(String directory) {
        return directory.isEmpty() ? directory : check(directory);
    }

    private static boolean partsAreProper(String name) {
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            int length = end - start;
            if (length == 0
                    || (length == 1 && name.charAt(start) == '.')
                    || (length == 2 && name.charAt(start) == '.' && name.charAt(start + 1) == '.')) {
                return false;
            }
            start = end + 1;
        }
        return name.indexOf('\0') < 0;
    }
}
