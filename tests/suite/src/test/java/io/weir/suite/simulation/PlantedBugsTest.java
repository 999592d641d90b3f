package io.weir.suite.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A simulation that finds nothing may be blind: what it must find is planted. The gate hunts what few seeds find; {@code tests/simulate planted}
 * hunts all.
 */
class PlantedBugsTest {
    private static final int MAX_SEEDS = 2000;

    /** How the simulation says what it found; anything else that is thrown is an accident. */
    private static final List<String> SENTENCES = List.of(
            "A change ",
            "A file is ",
            "A file of the newest version was deleted",
            "A file that a version needs which is kept was deleted",
            "A log entry of a version that is kept was deleted",
            "A row has another row id than before",
            "A log entry is not the next one",
            "A reader ",
            "A refused operation is in the table",
            "A row is in the table twice",
            "A stream is not continued where it was",
            "A version ",
            "An acknowledged operation is not in the table",
            "An operation ",
            "In the end a version has other rows",
            "In-commit timestamps do not grow",
            "The changes of a version are not what it changed",
            "The check of the table finds something",
            "The log has no version that can be read", // what a clean-up that goes too far leaves behind
            "The table has a column of this name", // one that a change added of which it was not told
            "Two rows have the same row id");

    static List<PlantedBug> bugs() {
        return "all".equals(System.getProperty("weir.simulation.planted")) ? PlantedBug.all() : PlantedBug.common();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void everyPlantedBugIsFound(PlantedBug bug) {
        String found = bug.hunt(MAX_SEEDS);

        System.out.println("planted: " + bug.name() + "; seeds: " + found);
        assertThat(found).as("what %d seeds find of: %s", MAX_SEEDS, bug.name()).isNotEmpty();
        String sentence = found.substring(found.indexOf(": ") + 2);
        assertThat(SENTENCES).as(found).anyMatch(sentence::startsWith);
    }
}
