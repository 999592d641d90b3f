package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.schema.SchemaJson;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir schema}: the columns of a version. */
@Command(
        name = "schema",
        description = "Show the columns of a table, as of any version; -o json is Delta's own schema JSON.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir schema /tmp/flights", "  weir schema /tmp/flights@v0 -o json"})
final class SchemaCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("column", PrimitiveType.STRING, false)
            .add("type", PrimitiveType.STRING, false)
            .add("nullable", PrimitiveType.BOOLEAN, false)
            .add("partition", PrimitiveType.BOOLEAN, false);

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Override
    public Integer call() {
        try (OpenTable open = OpenTable.at(address)) {
            StructType schema = open.version().schema();
            if (output.form() == OutputForm.json) {
                Output.line(SchemaJson.format(schema));
                return ExitCode.OK.number();
            }
            List<String> partition = open.version().partitionColumns();
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            for (StructField field : schema.fields()) {
                rows.add(field.name(), field.type().sql(), field.nullable(), partition.contains(field.name()));
            }
            try (Output out = output.open(SCHEMA)) {
                out.write(rows.build());
            }
        }
        return ExitCode.OK.number();
    }
}
