package io.hexagent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** The rules by name. */
final class Rules {
    private static final String DOMAIN = "io.hexagent.domain..";
    private static final String APPLICATION = "io.hexagent.application..";
    private static final String INFRASTRUCTURE = "io.hexagent.infrastructure..";
    private static final String CONFIG = "io.hexagent.config..";
    private static final String PRESENTATION = "io.hexagent.presentation..";

    /** Which package each technology may be used in. */
    private static final Map<String, String[]> VENDORS = vendors();

    private Rules() {}

    private static Map<String, String[]> vendors() {
        var vendors = new LinkedHashMap<String, String[]>();
        vendors.put(
                "org.bsc.langgraph4j..",
                new String[] {"io.hexagent.application.run..", "io.hexagent.application.strategy.session.."});
        vendors.put(
                "dev.langchain4j..",
                new String[] {"io.hexagent.infrastructure.langchain4j..", "io.hexagent.infrastructure.http.."});
        vendors.put(
                "org.apache.hc..",
                new String[] {"io.hexagent.infrastructure.http..", "io.hexagent.infrastructure.fetch.."});
        vendors.put("org.jsoup..", new String[] {"io.hexagent.infrastructure.web.."});
        vendors.put("io.modelcontextprotocol..", new String[] {"io.hexagent.infrastructure.mcp.."});
        vendors.put("dev.failsafe..", new String[] {"io.hexagent.infrastructure.failsafe..", APPLICATION});
        vendors.put("ai.djl..", new String[] {"io.hexagent.infrastructure.djl.."});
        vendors.put("tech.tablesaw..", new String[] {"io.hexagent.infrastructure.tablesaw.."});
        vendors.put(
                "de.siegmar.fastcsv..",
                new String[] {"io.hexagent.infrastructure.tablesaw..", "io.hexagent.infrastructure.bars.."});
        vendors.put("com.ezylang.evalex..", new String[] {"io.hexagent.infrastructure.evalex.."});
        vendors.put("org.knowm.xchart..", new String[] {"io.hexagent.infrastructure.chart.."});
        vendors.put("org.apache.batik..", new String[] {"io.hexagent.infrastructure.chart.."});
        vendors.put("com.fasterxml.jackson..", new String[] {
            "io.hexagent.infrastructure.json..", "io.hexagent.infrastructure.langchain4j..", PRESENTATION
        });
        vendors.put("com.networknt..", new String[] {"io.hexagent.infrastructure.json.."});
        vendors.put("org.postgresql..", new String[] {"io.hexagent.infrastructure.postgres.."});
        vendors.put("org.flywaydb..", new String[] {"io.hexagent.infrastructure.postgres.."});
        vendors.put("com.zaxxer.hikari..", new String[] {"io.hexagent.infrastructure.postgres.."});
        vendors.put("com.github.kagkarlsson..", new String[] {"io.hexagent.infrastructure.postgres.."});
        vendors.put("io.zonky..", new String[] {"io.hexagent.infrastructure.postgres.."});
        vendors.put("io.micronaut..", new String[] {"io.hexagent.infrastructure.postgres..", PRESENTATION});
        vendors.put("io.micrometer..", new String[] {"io.hexagent.infrastructure.micrometer.."});
        vendors.put("io.prometheus..", new String[] {"io.hexagent.infrastructure.micrometer.."});
        vendors.put("io.opentelemetry..", new String[] {"io.hexagent.infrastructure.opentelemetry.."});
        vendors.put("io.lettuce..", new String[] {"io.hexagent.infrastructure.redis.."});
        vendors.put("org.apache.lucene..", new String[] {"io.hexagent.infrastructure.lucene.."});
        vendors.put("org.apache.tika..", new String[] {"io.hexagent.infrastructure.tika.."});
        vendors.put("dev.cel..", new String[] {"io.hexagent.infrastructure.cel.."});
        vendors.put("org.snakeyaml..", new String[] {"io.hexagent.infrastructure.yaml.."});
        vendors.put("io.avaje..", new String[] {CONFIG});
        vendors.put("picocli..", new String[] {PRESENTATION});
        return vendors;
    }

    static Map<String, ArchRule> all() {
        var rules = new LinkedHashMap<String, ArchRule>();
        rules.put(
                "domain is plain Java",
                classes()
                        .that()
                        .resideInAPackage(DOMAIN)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(DOMAIN, "java..", "org.jspecify.annotations.."));
        rules.put(
                "application knows domain, its graph library and nothing outside",
                noClasses()
                        .that()
                        .resideInAPackage(APPLICATION)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(INFRASTRUCTURE, CONFIG, PRESENTATION));
        rules.put(
                "infrastructure knows domain alone",
                noClasses()
                        .that()
                        .resideInAPackage(INFRASTRUCTURE)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(APPLICATION, CONFIG, PRESENTATION));
        rules.put(
                "config does not know presentation",
                noClasses()
                        .that()
                        .resideInAPackage(CONFIG)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(PRESENTATION));
        rules.put(
                "presentation does not know infrastructure",
                noClasses()
                        .that()
                        .resideInAPackage(PRESENTATION)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(INFRASTRUCTURE));
        rules.put(
                "controllers and commands see no port",
                noClasses().that().resideInAPackage(PRESENTATION).should().dependOnClassesThat(areDrivenPorts()));
        rules.put(
                "time, ids and the environment are injected",
                noClasses()
                        .that()
                        .resideInAnyPackage(DOMAIN, APPLICATION, PRESENTATION)
                        .should()
                        .callMethodWhere(readsTheClockOrChance()));
        VENDORS.forEach((vendor, homes) -> rules.put(
                vendor + " stays in its package",
                noClasses()
                        .that()
                        .resideInAPackage("io.hexagent..")
                        .and()
                        .resideOutsideOfPackages(homes)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(vendor)
                        .allowEmptyShould(true)));
        for (String module : new String[] {"domain", "application", "infrastructure"}) {
            rules.put(
                    "rooms of " + module + " are free of cycles",
                    slices().matching("io.hexagent." + module + ".(*)..")
                            .should()
                            .beFreeOfCycles());
        }
        rules.put(
                "no class is named for being a class",
                noClasses()
                        .that()
                        .resideInAPackage("io.hexagent..")
                        .should()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl"));
        return rules;
    }

    /** Interfaces of domain that adapters implement. Closed unions are values, and Json is how values are written. */
    private static DescribedPredicate<JavaClass> areDrivenPorts() {
        Set<String> shared = Set.of("io.hexagent.domain.value.Json");
        return DescribedPredicate.describe(
                "are driven ports",
                candidate -> candidate.getPackageName().startsWith("io.hexagent.domain.")
                        && candidate.isInterface()
                        && !candidate.isAnnotation()
                        && !candidate.reflect().isSealed()
                        && !shared.contains(candidate.getName()));
    }

    private static DescribedPredicate<JavaMethodCall> readsTheClockOrChance() {
        Set<String> clocks = Set.of(
                Instant.class.getName(),
                LocalDate.class.getName(),
                LocalDateTime.class.getName(),
                Clock.class.getName());
        return DescribedPredicate.describe("reads the clock, chance or the environment", call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            return (clocks.contains(owner) && (name.equals("now") || name.startsWith("system")))
                    || (owner.equals(UUID.class.getName()) && name.equals("randomUUID"))
                    || (owner.equals(Math.class.getName()) && name.equals("random"))
                    || owner.equals(Random.class.getName())
                    || (owner.equals(System.class.getName())
                            && (name.equals("getenv") || name.equals("currentTimeMillis")));
        });
    }
}
