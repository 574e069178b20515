package io.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of the house and what each may know, and the names that no class or package has. */
class RoomsTest {
    private static final String HOUSE = "io.caravan";
    private static final Set<String> NOT_WORDS_OF_OURS = Set.of(
            "util",
            "utils",
            "impl",
            "manager",
            "helper",
            "common",
            "base",
            "abstract",
            "info",
            "service",
            "dto",
            "model");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);

    /** Of the store's rooms: {@code store} alone is its root with JSON and ids, {@code store..} all of it. */
    @ParameterizedTest
    @CsvSource({
        "flow,",
        "store,flow",
        "dispatch,flow store..",
        "component,dispatch flow store..",
        "intake,dispatch flow store.. http",
        "connector,flow",
        "routing,component flow store.view http",
        "console,dispatch dispatch.limit routing flow store store.view http",
        "simulation,routing component dispatch flow store..",
        "cli,simulation routing flow",
        "sandbox,",
        "sample,flow store.. intake http",
        "watch,flow store.. http",
        "http,"
    })
    void a_room_knows_only_what_the_table_allows(String room, String others) {
        Stream<String> known = Stream.concat(
                Stream.of(room + ".."), others == null ? Stream.empty() : Arrays.stream(others.split(" ")));
        String[] rooms = known.map(each -> HOUSE + "." + each).toArray(String[]::new);
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage(HOUSE + "." + room + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.and(
                        JavaClass.Predicates.resideInAPackage(HOUSE + ".."),
                        DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(rooms))));
        rule.check(CLASSES);
    }

    @Test
    void the_heart_knows_java_only_and_no_sql() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(HOUSE + ".flow..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(HOUSE + ".flow..", "java..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(HOUSE + ".flow..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..")
                .check(CLASSES);
    }

    @Test
    void only_the_store_the_sandbox_and_the_sample_speak_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOUSE + ".store..", HOUSE + ".sandbox..", HOUSE + ".sample..", HOUSE)
                .should()
                .dependOnClassesThat(DescribedPredicate.and(
                        JavaClass.Predicates.resideInAPackage("java.sql.."),
                        DescribedPredicate.not(JavaClass.Predicates.simpleName("SQLException"))))
                .check(CLASSES);
    }

    @Test
    void every_room_stands_in_the_table() {
        Set<String> rooms = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(HOUSE))
                .map(name -> name.substring(HOUSE.length() + 1).split("\\.")[0])
                .collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "flow",
                        "store",
                        "dispatch",
                        "component",
                        "intake",
                        "connector",
                        "cli",
                        "simulation",
                        "routing",
                        "console",
                        "sandbox",
                        "sample",
                        "watch",
                        "http"),
                rooms);
    }

    @Test
    void names_are_words_of_the_problem() {
        List<String> wrong = CLASSES.stream()
                .filter(each -> !each.getSimpleName().equals("package-info"))
                .filter(each -> Stream.concat(
                                words(each.getSimpleName()),
                                Arrays.stream(each.getPackageName().split("\\.")))
                        .anyMatch(NOT_WORDS_OF_OURS::contains))
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), wrong);
    }

    private static Stream<String> words(String className) {
        return Arrays.stream(className.split("(?=[A-Z])")).map(word -> word.toLowerCase(Locale.ROOT));
    }
}
