package io.weir.suite.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.weir.storage.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The arrows of DESIGN and STYLE between modules, and what stays inside one. */
@AnalyzeClasses(packages = "io.weir", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
    /** Each module's packages, and those it may import. An arrow is an import, never the other way. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "storage", Set.of(),
            "format", Set.of("storage"),
            "log", Set.of("storage", "format"),
            "table", Set.of("storage", "format", "log"),
            "source", Set.of("storage", "format", "log", "table"),
            "sink", Set.of("storage", "format", "log", "table"),
            "compaction", Set.of("storage", "format", "log", "table"),
            "pipeline", Set.of("storage", "format", "log", "table", "source", "sink", "compaction"),
            "connectors", Set.of("storage", "format", "log", "table", "source", "sink", "compaction", "pipeline"),
            "cli", Set.of("storage", "format", "log", "table", "source", "sink", "compaction", "pipeline"));

    private static final String[] THIRD_PARTY = {
        "org.apache.parquet..",
        "shaded.parquet..",
        "org.apache.thrift..",
        "com.fasterxml.jackson..",
        "net.sf.jsqlparser..",
        "de.siegmar.fastcsv..",
        "com.github.luben..",
        "org.xerial..",
        "net.jpountz..",
        "org.roaringbitmap..",
        "org.apache.kafka..",
        "org.slf4j.."
    };

    @ArchTest
    static void modulesImportOnlyWhatTheirArrowsAllow(JavaClasses classes) {
        ARROWS.forEach((module, allowed) -> {
            Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
            forbidden.removeAll(allowed);
            forbidden.remove(module);
            if (!forbidden.isEmpty()) {
                noClasses()
                        .that()
                        .resideInAPackage("io.weir." + module + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden.stream()
                                .map(f -> "io.weir." + f + "..")
                                .toArray(String[]::new))
                        .allowEmptyShould(true)
                        .check(classes);
            }
        });
    }

    @ArchTest
    static void everyPackageBelongsToAModuleThatHasArrows(JavaClasses classes) {
        Set<String> others = new TreeSet<>(Set.of("testkit", "suite", "bench"));
        others.addAll(ARROWS.keySet());
        assertThat(classes.stream().map(c -> c.getPackageName().split("\\.")[2]).toList())
                .isSubsetOf(others)
                .contains("storage", "format", "log");
    }

    @ArchTest
    static final ArchRule parquetTypesStayInFormatParquet = noClasses()
            .that()
            .resideOutsideOfPackages("io.weir.format.parquet..", "io.weir.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.parquet..", "shaded.parquet..", "org.apache.thrift..");

    @ArchTest
    static final ArchRule theCoreKnowsNoHadoop = noClasses()
            .that()
            .resideOutsideOfPackage("io.weir.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hadoop..", "org.apache.parquet.hadoop..");

    @ArchTest
    static final ArchRule kafkaTypesStayInTheirRooms = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.weir.pipeline.source.kafka..", "io.weir.pipeline.sink.kafka..", "io.weir.testkit.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule micrometerStaysInItsConnector = noClasses()
            .that()
            .resideOutsideOfPackage("io.weir.connectors.micrometer..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule thirdPartyTypesStayOutOfPublicSignatures = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideOutsideOfPackages("io.weir.testkit..", "io.weir.cli.."))
            .and()
            .arePublic()
            .should(haveNoTypeFrom(THIRD_PARTY));

    @ArchTest
    static final ArchRule onlyTheLogPutsObjectsOfItsOwn = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.weir.log.commit..",
                    "io.weir.log.checkpoint..",
                    "io.weir.table.consumers..",
                    "io.weir.table.clones..",
                    "io.weir.sink..",
                    "io.weir.pipeline.sink.files..",
                    "io.weir.storage..",
                    "io.weir.testkit..")
            .should()
            .accessTargetWhere(storeMethod("putIfAbsent", "put"))
            .because(
                    "only log.commit and log.checkpoint create log files, consumers and clones theirs, and sinks, of tables or of files,"
                            + " their epochs' records");

    @ArchTest
    static final ArchRule nothingDeletesButAWriterItsOwnFiles = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.weir.compaction.retention..",
                    "io.weir.table..",
                    "io.weir.sink..",
                    "io.weir.pipeline.sink.files..",
                    "io.weir.storage..",
                    "io.weir.testkit..")
            .should()
            .accessTargetWhere(storeMethod("delete", "deleteAll", "deleteEmptyDirectory"))
            .because("only what retention plans goes, and what a writer gives up of its own");

    private static DescribedPredicate<JavaAccess<?>> storeMethod(String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(
                "ObjectStore." + String.join("/", names),
                access -> wanted.contains(access.getTarget().getName())
                        && access.getTargetOwner().isAssignableTo(ObjectStore.class));
    }

    private static ArchCondition<JavaCodeUnit> haveNoTypeFrom(String... packages) {
        DescribedPredicate<JavaClass> foreign = resideInAnyPackage(packages);
        return new ArchCondition<>("have no parameter, result or exception from " + List.of(packages)) {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Set<JavaClass> types = new java.util.HashSet<>(unit.getRawParameterTypes());
                types.add(unit.getRawReturnType());
                types.addAll(unit.getExceptionTypes());
                types.stream()
                        .map(JavaClass::getBaseComponentType)
                        .filter(foreign)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " shows " + type.getFullName())));
            }
        };
    }
}
