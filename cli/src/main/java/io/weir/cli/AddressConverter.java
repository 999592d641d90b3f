package io.weir.cli;

import picocli.CommandLine.ITypeConverter;

/** A table address from the command line. */
final class AddressConverter implements ITypeConverter<TableAddress> {
    @Override
    public TableAddress convert(String text) {
        return TableAddress.parse(text);
    }
}
