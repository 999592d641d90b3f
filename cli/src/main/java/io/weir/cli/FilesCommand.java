package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code weir files}: the data files of a version. */
@Command(
        name = "files",
        description = "List the data files of a table, as of any version.",
        footerHeading = "%nExamples:%n",
        footer = {"  weir files /tmp/flights", "  weir files /tmp/flights@v1 -o jsonl"})
final class FilesCommand implements Callable<Integer> {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("path", PrimitiveType.STRING, false)
            .add("size", PrimitiveType.LONG, false)
            .add("modificationTime", PrimitiveType.TIMESTAMP, false)
            .add("partitionValues", new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true))
            .add("stats", PrimitiveType.STRING);
    private static final List<String> SHORT = List.of("path", "size", "modificationTime", "partitionValues");
    private static final int BATCH_ROWS = 4096;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "T", description = "Table address.", converter = AddressConverter.class)
    @SuppressWarnings("NullAway.Init") // injected
    private TableAddress address;

    @Override
    public Integer call() {
        boolean people = output.form() == OutputForm.table;
        try (OpenTable open = OpenTable.at(address);
                Stream<AddFile> files = open.version().files();
                Output out = output.open(people ? SCHEMA.select(SHORT) : SCHEMA)) {
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            StructType partitions = open.version().snapshot().shape().partitionSchema();
            ColumnMapping mapping = open.version().snapshot().shape().columnMapping();
            boolean wanted = true;
            for (Iterator<AddFile> each = files.iterator(); wanted && each.hasNext(); ) {
                AddFile file = each.next();
                rows.add(
                        file.path(),
                        file.sizeBytes(),
                        Instant.ofEpochMilli(file.modificationTime()),
                        byName(partitions, mapping, file.partitionValues()),
                        file.stats());
                if (rows.rowCount() == BATCH_ROWS || !each.hasNext()) {
                    wanted = out.write(people ? rows.build().select(SHORT) : rows.build());
                }
            }
        }
        return ExitCode.OK.number();
    }

    /** The log has the values by physical names, which tell people nothing. */
    private static Map<String, @Nullable String> byName(
            StructType partitions, ColumnMapping mapping, Map<String, @Nullable String> values) {
        if (mapping == ColumnMapping.NONE) {
            return values;
        }
        Map<String, @Nullable String> named = new LinkedHashMap<>();
        for (StructField field : partitions.fields()) {
            named.put(field.name(), values.get(mapping.physicalName(field)));
        }
        return named;
    }
}
