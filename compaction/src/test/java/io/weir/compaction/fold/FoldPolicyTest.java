package io.weir.compaction.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldPolicyTest {
    private static final long TARGET = 16 << 20;
    private static final int SHORTEST = 600;

    private final FoldPolicy policy = new FoldPolicy(TARGET);

    /** A file of a partition that is being written to. */
    private record File(long bytes, int rewrites, int firstArrival) {}

    /** What is there after files came one by one and everything was folded that the policy chose, after each. */
    private List<File> arrivals(int count, Lengths lengths, double kept) {
        List<File> live = new ArrayList<>();
        for (int arrival = 0; arrival < count; arrival++) {
            live.add(new File(lengths.next(), 0, arrival));
            while (fold(live, kept)) {
                // until nothing is left to fold
            }
            assertThat(live.stream()
                            .filter(file -> policy.isSmall(file.bytes()))
                            .count())
                    .isLessThanOrEqualTo((long) (FoldPolicy.FAN_IN - 1) * policy.levels());
        }
        return live;
    }

    private interface Lengths {
        long next();
    }

    private boolean fold(List<File> live, double kept) {
        List<File> small =
                live.stream().filter(file -> policy.isSmall(file.bytes())).toList();
        List<int[]> groups = policy.choose(small.stream().mapToLong(File::bytes).toArray());
        for (int[] group : groups) {
            List<File> files = Arrays.stream(group).mapToObj(small::get).toList();
            live.removeAll(files);
            live.add(new File(
                    (long) (kept * files.stream().mapToLong(File::bytes).sum()),
                    1 + files.stream().mapToInt(File::rewrites).max().orElseThrow(),
                    files.get(0).firstArrival()));
        }
        return !groups.isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRowIsWrittenAgainOnceALevelAtMostAndFilesStayFewWhateverLengthsCome(long seed) {
        Random random = new Random(seed);
        List<File> live =
                arrivals(2000, () -> (long) (SHORTEST * Math.pow((double) TARGET / SHORTEST, random.nextDouble())), 1);

        assertThat(live).allSatisfy(file -> {
            assertThat(file.rewrites()).isLessThanOrEqualTo(policy.levels());
            assertThat(file.bytes()).isLessThan(2 * TARGET);
        });
        long bytes = live.stream().mapToLong(File::bytes).sum();
        assertThat(live).hasSizeLessThanOrEqualTo((int) (bytes / (0.75 * TARGET)) + 7 * policy.levels());
    }

    @ParameterizedTest
    @CsvSource({"3000, 5", "90000, 3", "900000, 2", "5000000, 1"})
    void filesOfOneLengthAreWrittenAgainAsOftenAsThereAreLevelsAboveThem(long bytes, int rewrites) {
        assertThat(arrivals(20_000, () -> bytes, 1))
                .extracting(File::rewrites)
                .allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(rewrites))
                .contains(rewrites);
    }

    @Test
    void filesThatShrinkAreWrittenAgainAsMuchMoreOftenAsTheyShrink() {
        Random random = new Random(42);
        double kept = 0.6;

        List<File> live = arrivals(5000, () -> 2000 + random.nextInt(4000), kept);

        assertThat(live)
                .extracting(File::rewrites)
                .allSatisfy(times -> assertThat(times).isLessThanOrEqualTo((int) Math.ceil(policy.levels() / kept)));
    }

    @Test
    void rowsOfNeighboursStayTogether() {
        List<File> live = new ArrayList<>(arrivals(4000, () -> 20_000, 1));

        live.sort((a, b) -> Integer.compare(a.firstArrival(), b.firstArrival()));
        for (int i = 0; i + 1 < live.size(); i++) {
            File next = live.get(i + 1);
            long arrivals = live.get(i).bytes() / 20_000;
            assertThat(next.firstArrival()).isEqualTo(live.get(i).firstArrival() + (int) arrivals);
        }
    }

    @Test
    void afterALongTimeWithoutFoldingAllOfALevelGoesAtOnce() {
        long[] backlog = new long[3000];
        Arrays.fill(backlog, 20_000);

        List<int[]> groups = policy.choose(backlog);

        assertThat(groups).hasSize(4);
        assertThat(groups).extracting(group -> group.length).containsExactly(839, 839, 839, 483);
    }

    @Test
    void aGroupHasNoMoreThanAThousandFilesHoweverShortTheyAre() {
        long[] backlog = new long[2500];
        Arrays.fill(backlog, 1000);

        assertThat(policy.choose(backlog)).extracting(group -> group.length).containsExactly(1000, 1000, 500);
    }

    @Test
    void neitherLongFilesNorFewOnesNorASingleOneIsChosen() {
        long wellSized = (long) (0.75 * TARGET);
        assertThat(policy.isSmall(wellSized)).isFalse();
        assertThat(policy.choose(new long[] {})).isEmpty();
        assertThat(policy.choose(new long[] {wellSized - 1})).isEmpty();
        assertThat(policy.choose(new long[] {1000, 1000, 1000, 1000, 1000, 1000, 1000}))
                .isEmpty();
        assertThat(policy.choose(new long[] {1000, 100_000, 10_000_000, 5000, 300_000, 1000, 1000, 100_000}))
                .isEmpty();
    }

    @Test
    void atTheEndAllSmallFilesGoTogetherTheShortestFirst() {
        long mega = 1 << 20;
        assertThat(policy.chooseAll(new long[] {7 * mega, 1000, 11 * mega, 1000, mega}))
                .containsExactly(new int[] {0, 1, 2, 3, 4});
        assertThat(policy.chooseAll(new long[] {11 * mega, 11 * mega, 11 * mega, 1000}))
                .containsExactly(new int[] {0, 1, 3});
        assertThat(policy.chooseAll(new long[] {mega})).isEmpty();
    }
}
