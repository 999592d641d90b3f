package io.weir.cli;

/** What is known of the terminal, if there is one. */
final class Terminal {
    private static final int DEFAULT_WIDTH = 100;
    private static final int MIN_WIDTH = 40;

    private Terminal() {}

    /** Are standard output and input a terminal? The launcher looks, because the JVM cannot tell them apart. */
    static boolean output() {
        return Boolean.getBoolean("weir.stdout.tty");
    }

    static boolean errors() {
        return Boolean.getBoolean("weir.stderr.tty");
    }

    /** Can a line on standard error be written over? */
    static boolean canWriteOver() {
        return errors() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Can what stands on standard output be cleared, to draw anew? */
    static boolean canRedraw() {
        return output() && !"dumb".equals(System.getenv("TERM"));
    }

    static boolean colours() {
        return canWriteOver() && System.getenv("NO_COLOR") == null;
    }

    /** Columns; the launcher asks the terminal. */
    static int width() {
        Integer columns = Integer.getInteger("weir.columns");
        return columns == null || columns < MIN_WIDTH ? DEFAULT_WIDTH : columns;
    }
}
