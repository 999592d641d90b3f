package io.weir.cli;

import io.weir.format.type.StructType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code -o}, which every command that prints data has. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: table on a terminal, jsonl otherwise.")
    private @Nullable OutputForm form;

    OutputForm form() {
        return form != null ? form : Terminal.output() ? OutputForm.table : OutputForm.jsonl;
    }

    /** The form that was asked for, or null. */
    @Nullable
    OutputForm asked() {
        return form;
    }

    /** Starts printing rows of this schema to standard output. */
    Output open(StructType schema) {
        return Output.open(form(), schema);
    }
}
