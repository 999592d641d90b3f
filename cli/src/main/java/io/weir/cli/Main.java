package io.weir.cli;

/** Where {@code weir} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("weir");
    }
}
