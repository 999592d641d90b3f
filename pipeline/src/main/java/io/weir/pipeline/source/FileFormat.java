package io.weir.pipeline.source;

import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.TextOptions;
import io.weir.pipeline.decode.UnknownFields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How files hold rows. Immutable.
 *
 * @param kind which family
 * @param csv how CSV is written; only if it is CSV
 * @param naming how fields become columns
 * @param unknownFields what becomes of fields that the schema does not have
 */
public record FileFormat(Kind kind, @Nullable CsvFormat csv, ColumnNaming naming, UnknownFields unknownFields) {
    /** The families of formats. */
    public enum Kind {
        /** Objects, one a line, one after the other, or in one array. */
        JSON("json", "jsonl", "ndjson"),
        CSV("csv", "tsv", "txt"),
        PARQUET("parquet", "parq", "pq");

        private static final Set<String> COMPRESSIONS = Set.of("gz", "gzip", "zst", "zstd");

        private final Set<String> extensions;

        Kind(String... extensions) {
            this.extensions = Set.of(extensions);
        }

        /** Would a file of this name, in a directory with others, be one of these? Names without an extension are. */
        boolean isUsualName(String fileName) {
            String name = fileName.toLowerCase(Locale.ROOT);
            int dot = name.lastIndexOf('.');
            if (dot > 0 && COMPRESSIONS.contains(name.substring(dot + 1))) {
                name = name.substring(0, dot);
                dot = name.lastIndexOf('.');
            }
            return dot < 0 || extensions.contains(name.substring(dot + 1));
        }
    }

    public static final FileFormat JSON = new FileFormat(Kind.JSON, null, ColumnNaming.STRICT, UnknownFields.REFUSE);
    public static final FileFormat CSV =
            new FileFormat(Kind.CSV, CsvFormat.STANDARD, ColumnNaming.STRICT, UnknownFields.REFUSE);
    public static final FileFormat PARQUET =
            new FileFormat(Kind.PARQUET, null, ColumnNaming.STRICT, UnknownFields.REFUSE);

    public FileFormat {
        if ((kind == Kind.CSV) != (csv != null)) {
            throw new IllegalArgumentException("CSV settings are for CSV {kind=" + kind + "}");
        }
    }

    public FileFormat withCsv(CsvFormat newCsv) {
        return new FileFormat(kind, newCsv, naming, unknownFields);
    }

    public FileFormat withNaming(ColumnNaming newNaming) {
        return new FileFormat(kind, csv, newNaming, unknownFields);
    }

    public FileFormat withUnknownFields(UnknownFields newUnknownFields) {
        return new FileFormat(kind, csv, naming, newUnknownFields);
    }

    TextOptions text() {
        return new TextOptions(csv, naming, unknownFields);
    }
}
