package io.weir.suite.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * No clock, chance, sleep or thread below the pipeline except through injected parts, or a failing simulation could not be
 * replayed. A method reference ({@code UUID::randomUUID}) is how a default is injected and is allowed; a call is not.
 */
@AnalyzeClasses(packages = "io.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class NothingAsksTheMachineTest {
    /** What is used when nothing is injected. Hidden names of files, threads that wait for the disk; clock, threads and pauses of a table. */
    private static final Set<String> DEFAULTS = Set.of(
            "io.weir.storage.ProcessIds",
            "io.weir.storage.SyncThreads",
            "io.weir.table.environment.TableEnvironment$Standard");

    private static final Map<Class<?>, Set<String>> FORBIDDEN_CALLS = Map.ofEntries(
            Map.entry(System.class, Set.of("currentTimeMillis", "nanoTime", "getenv")),
            Map.entry(Instant.class, Set.of("now")),
            Map.entry(LocalDate.class, Set.of("now")),
            Map.entry(LocalDateTime.class, Set.of("now")),
            Map.entry(OffsetDateTime.class, Set.of("now")),
            Map.entry(ZonedDateTime.class, Set.of("now")),
            Map.entry(Clock.class, Set.of("systemUTC", "systemDefaultZone", "system")),
            Map.entry(UUID.class, Set.of("randomUUID")),
            Map.entry(Math.class, Set.of("random")),
            Map.entry(ThreadLocalRandom.class, Set.of("current")),
            Map.entry(Thread.class, Set.of("sleep", "start", "startVirtualThread", "ofVirtual", "ofPlatform")),
            Map.entry(LockSupport.class, Set.of("parkNanos", "parkUntil")),
            Map.entry(
                    Executors.class,
                    Set.of(
                            "newFixedThreadPool",
                            "newCachedThreadPool",
                            "newSingleThreadExecutor",
                            "newScheduledThreadPool",
                            "newWorkStealingPool",
                            "newSingleThreadScheduledExecutor")),
            Map.entry(ForkJoinPool.class, Set.of("commonPool")),
            Map.entry(Collection.class, Set.of("parallelStream")));

    private static final Set<Class<?>> FORBIDDEN_CONSTRUCTORS =
            Set.of(Random.class, SplittableRandom.class, Timer.class, Thread.class, ExecutorService.class);

    @ArchTest
    static final ArchRule nothingBelowThePipelineAsksTheMachine = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.weir.storage..",
                    "io.weir.format..",
                    "io.weir.log..",
                    "io.weir.table..",
                    "io.weir.source..",
                    "io.weir.sink..")
            .and(DescribedPredicate.not(DescribedPredicate.describe(
                    "defaults for what can be injected", (JavaClass c) -> DEFAULTS.contains(c.getName()))))
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "a clock, chance, sleep or new thread", NothingAsksTheMachineTest::asksTheMachine));

    private static boolean asksTheMachine(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        if (access instanceof JavaMethodCall) {
            return FORBIDDEN_CALLS.entrySet().stream()
                    .anyMatch(e -> owner.isAssignableTo(e.getKey())
                            && e.getValue().contains(access.getTarget().getName()));
        }
        return access instanceof JavaConstructorCall
                && FORBIDDEN_CONSTRUCTORS.stream().anyMatch(owner::isAssignableTo);
    }
}
