package io.weir.cli;

/** Where a table is and which version of it, as typed. */
public final class AddressTarget {
    private AddressTarget() {}

    /** Any text is an address. */
    public static void parse(String text) {
        TableAddress.parse(text);
    }
}
