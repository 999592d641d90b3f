package io.weir.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A little of what the fuzzer does for long, so that the targets keep working. */
class TargetsTest {
    private static final int CHANGED = 100;

    @ParameterizedTest
    @EnumSource
    void onlyDeclaredErrorsComeOut(Target target) {
        List<byte[]> seeds = Objects.requireNonNull(Seeds.ours().get(target));
        SplittableRandom random = new SplittableRandom(target.ordinal());
        for (byte[] seed : seeds) {
            assertThatCode(() -> target.run(seed)).doesNotThrowAnyException();
        }
        for (int i = 0; i < CHANGED; i++) {
            byte[] changed = changed(seeds.get(random.nextInt(seeds.size())), random);
            assertThatCode(() -> target.run(changed))
                    .as("%s of %s", target, Arrays.toString(changed))
                    .doesNotThrowAnyException();
        }
    }

    /** Inputs that something came of once, in a directory by the target's name. */
    @ParameterizedTest
    @EnumSource
    void whatWasFoundStaysRepaired(Target target) throws IOException {
        Path found = Path.of("src/test/resources/findings", target.shownName());
        if (!Files.isDirectory(found)) {
            return;
        }
        try (Stream<Path> inputs = Files.list(found)) {
            for (Path input : inputs.toList()) {
                byte[] bytes = Files.readAllBytes(input);
                assertThatCode(() -> target.run(bytes)).as("%s", input).doesNotThrowAnyException();
            }
        }
    }

    /** Some bytes replaced, or the end cut off. */
    private static byte[] changed(byte[] seed, SplittableRandom random) {
        if (seed.length == 0) {
            return seed;
        }
        byte[] changed = random.nextInt(8) == 0 ? Arrays.copyOf(seed, random.nextInt(seed.length)) : seed.clone();
        for (int n = random.nextInt(1, 6); n > 0 && changed.length > 0; n--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
        return changed;
    }
}
