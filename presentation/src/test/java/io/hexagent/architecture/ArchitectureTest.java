package io.hexagent.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.hexagent");

    private static final JavaClasses WRONG =
            new ClassFileImporter().importPackages("io.hexagent.domain.wrong", "io.hexagent.domain.wrongtoo");

    @Test
    void allModulesAreLookedAt() {
        for (String module : new String[] {"domain", "application", "infrastructure", "config", "presentation"}) {
            assertThat(OURS.stream().filter(type -> type.getPackageName().startsWith("io.hexagent." + module)))
                    .as(module)
                    .hasSizeGreaterThan(5);
        }
    }

    @TestFactory
    Stream<DynamicTest> theRulesHold() {
        return Rules.all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(OURS)));
    }

    @TestFactory
    Stream<DynamicTest> theRulesFailOnCodeThatBreaksThem() {
        Map<String, ArchRule> rules = Rules.all();
        return Stream.of(
                        "domain is plain Java",
                        "time, ids and the environment are injected",
                        "tech.tablesaw.. stays in its package",
                        "io.avaje.. stays in its package",
                        "rooms of domain are free of cycles",
                        "no class is named for being a class")
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(Objects.requireNonNull(rules.get(name), name)
                                        .evaluate(WRONG)
                                        .hasViolation())
                                .isTrue()));
    }
}
