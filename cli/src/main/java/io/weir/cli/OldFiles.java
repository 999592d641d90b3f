package io.weir.cli;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectInfo;
import java.time.Instant;
import java.util.List;

/** Prints files that are to go or have gone: a few for people, all for machines. Pure but for its output. */
final class OldFiles {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("path", PrimitiveType.STRING, false)
            .add("size", PrimitiveType.LONG, false)
            .add("modificationTime", PrimitiveType.TIMESTAMP, false);
    private static final int SHOWN = 10;
    private static final int BATCH_ROWS = 4096;

    private OldFiles() {}

    static void print(OutputOption output, List<ObjectInfo> files) {
        boolean people = output.form() == OutputForm.table;
        if (people && files.isEmpty()) {
            return;
        }
        List<ObjectInfo> shown = people ? files.subList(0, Math.min(SHOWN, files.size())) : files;
        try (Output out = output.open(SCHEMA)) {
            boolean wanted = true;
            for (int from = 0; wanted && from < shown.size(); from += BATCH_ROWS) {
                BatchBuilder rows = new BatchBuilder(SCHEMA);
                for (ObjectInfo file : shown.subList(from, Math.min(shown.size(), from + BATCH_ROWS))) {
                    rows.add(file.name(), file.sizeBytes(), Instant.ofEpochMilli(file.modifiedMillis()));
                }
                wanted = out.write(rows.build());
            }
        }
        if (shown.size() < files.size()) {
            ErrorReport.say(
                    "… and " + Counted.of(files.size() - (long) shown.size(), "file") + " more; -o jsonl names all");
        }
    }

    /** {@code 2 files of 1,234 bytes, last changed from … to …}. */
    static String sentence(List<ObjectInfo> files) {
        long bytes = files.stream().mapToLong(ObjectInfo::sizeBytes).sum();
        String ages = files.isEmpty()
                ? ""
                : ", last changed from "
                        + Instant.ofEpochMilli(files.stream()
                                .mapToLong(ObjectInfo::modifiedMillis)
                                .min()
                                .orElse(0))
                        + " to "
                        + Instant.ofEpochMilli(files.stream()
                                .mapToLong(ObjectInfo::modifiedMillis)
                                .max()
                                .orElse(0));
        return Counted.of(files.size(), "file") + " of " + Counted.of(bytes, "byte") + ages;
    }
}
