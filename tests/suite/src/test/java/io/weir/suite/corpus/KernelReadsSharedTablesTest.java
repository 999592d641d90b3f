package io.weir.suite.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.log.error.UnsupportedTableException;
import io.weir.suite.opinion.KernelReader;
import io.weir.suite.opinion.ReadTable;
import io.weir.suite.opinion.WeirReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delta Kernel and Weir read the same rows and the same schema of every version of every shared table, or both read nothing. What
 * is not so stands in {@link ExplainedDifferences}, each with the reason; an entry that is no longer true fails the test, too.
 */
class KernelReadsSharedTablesTest {
    private static final Map<String, Integer> COUNTS = new TreeMap<>();

    @TempDir
    static Path scratch;

    /** What an implementation makes of a version: rows and schema, or why not. */
    private record Answer(
            @Nullable ReadTable read, @Nullable Exception failure) {}

    private interface Reading {
        ReadTable read() throws IOException;
    }

    @TestFactory
    Stream<DynamicTest> everyVersionIsReadAlike() throws IOException {
        return SharedTables.required().all().stream()
                .map(table -> DynamicTest.dynamicTest(table.id(), () -> check(table)));
    }

    private static void check(SharedTables.Table table) throws IOException {
        Path place = table.prepared(scratch);
        List<String> wrong = new ArrayList<>();
        String explained = ExplainedDifferences.ofKernel(table);
        boolean differs = false;
        boolean refused = false;
        for (SharedTables.Version version : table.versions()) {
            if (version.number() < 0 && table.versions().size() > 1 && version.resolved() >= 0 && isListed(version)) {
                continue; // it is there under its number, too
            }
            Answer ours = answer(() -> WeirReader.read(place, version.number()));
            Answer theirs = answer(() -> KernelReader.read(place, version.number()));
            if (ours.failure() instanceof UnsupportedTableException refusal
                    && !refusal.features().isEmpty()
                    && SharedTablesTest.notYet().containsAll(refusal.features())) {
                refused = true;
                count("refused for now");
                continue;
            }
            String difference = difference(ours, theirs);
            differs |= !difference.isEmpty();
            if (!difference.isEmpty() && explained.isEmpty()) {
                wrong.add(version + ": " + difference);
            }
            count(
                    !difference.isEmpty()
                            ? "differ, explained"
                            : ours.read() == null ? "neither reads" : "same rows and schema");
        }
        if (!explained.isEmpty() && !differs && !refused) {
            wrong.add("There is no difference any more, but it is explained: " + explained);
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isListed(SharedTables.Version latest) {
        return latest.table().versions().stream().anyMatch(version -> version.number() == latest.resolved());
    }

    private static Answer answer(Reading reading) {
        try {
            return new Answer(reading.read(), null);
        } catch (IOException | RuntimeException e) {
            return new Answer(null, e);
        }
    }

    private static String difference(Answer ours, Answer theirs) {
        ReadTable weir = ours.read();
        ReadTable kernel = theirs.read();
        if (weir == null || kernel == null) {
            return weir == kernel
                    ? ""
                    : weir == null ? "Weir alone fails: " + ours.failure() : "Kernel alone fails: " + theirs.failure();
        }
        if (!weir.rows().equals(kernel.rows())) {
            return "other rows: " + weir.rows().size() + " by Weir, "
                    + kernel.rows().size() + " by Kernel";
        }
        JsonNode ourSchema = SharedTables.json(weir.schemaJson());
        JsonNode theirSchema = SharedTables.json(kernel.schemaJson());
        return ourSchema.equals(theirSchema)
                ? ""
                : "other schema: " + ourSchema + " by Weir, " + theirSchema + " by Kernel";
    }

    private static synchronized void count(String what) {
        COUNTS.merge(what, 1, Integer::sum);
    }

    @AfterAll
    static void tell() {
        System.out.println("Shared tables, Kernel beside Weir, by version: " + COUNTS);
    }
}
