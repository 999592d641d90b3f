package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.ArrayType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.table.TableDetail;
import io.weir.table.TableVersion;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir detail}: what a table is. */
@Command(
        name = "detail",
        description = "Show what a table is: its size, protocol, properties.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir detail /tmp/flights", "  weir detail /tmp/flights@v1 -o json"})
final class DetailCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("format", PrimitiveType.STRING, false)
            .add("id", PrimitiveType.STRING, false)
            .add("name", PrimitiveType.STRING)
            .add("description", PrimitiveType.STRING)
            .add("location", PrimitiveType.STRING, false)
            .add("createdAt", PrimitiveType.TIMESTAMP)
            .add("lastModified", PrimitiveType.TIMESTAMP, false)
            .add("partitionColumns", new ArrayType(PrimitiveType.STRING, false))
            .add("version", PrimitiveType.LONG, false)
            .add("numFiles", PrimitiveType.LONG, false)
            .add("sizeInBytes", PrimitiveType.LONG, false)
            .add("properties", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, false))
            .add("minReaderVersion", PrimitiveType.INTEGER, false)
            .add("minWriterVersion", PrimitiveType.INTEGER, false)
            .add("tableFeatures", new ArrayType(PrimitiveType.STRING, false));
    private static final StructType PAIRS =
            StructType.EMPTY.add("property", PrimitiveType.STRING, false).add("value", PrimitiveType.STRING);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final WatchOption watch = new WatchOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Override
    public Integer call() {
        try (OpenTable open = OpenTable.at(address)) {
            return watch.run(() -> show(OpenTable.version(open.table(), address)));
        }
    }

    private void show(TableVersion version) {
        boolean people = output.form() == OutputForm.table;
        try (Output out = output.open(people ? PAIRS : SCHEMA)) {
            Object[] values = values(version.detail());
            if (people) {
                BatchBuilder pairs = new BatchBuilder(PAIRS);
                for (int i = 0; i < values.length; i++) {
                    StructField field = SCHEMA.field(i);
                    if (values[i] != null) {
                        pairs.add(field.name(), String.valueOf(values[i]));
                    }
                }
                out.write(pairs.build());
            } else {
                out.write(new BatchBuilder(SCHEMA).add(values).build());
            }
        }
    }

    private static Object[] values(TableDetail detail) {
        return new Object[] {
            detail.format(),
            detail.id(),
            detail.name(),
            detail.description(),
            detail.location().toString(),
            detail.createdAt() == null ? null : Instant.ofEpochMilli(detail.createdAt()),
            Instant.ofEpochMilli(detail.lastModified()),
            detail.partitionColumns(),
            detail.version(),
            detail.numFiles(),
            detail.sizeInBytes(),
            detail.properties(),
            detail.minReaderVersion(),
            detail.minWriterVersion(),
            detail.tableFeatures()
        };
    }
}
