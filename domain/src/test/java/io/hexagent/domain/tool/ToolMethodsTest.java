package io.hexagent.domain.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

public class ToolMethodsTest {
    private static final ToolContext CONTEXT = new ToolContext(
            new RunId("r"),
            new ConversationId("c"),
            Principal.LOCAL,
            new CallId("1"),
            "r/1",
            List.of(),
            Instant.MAX,
            ToolContext.Progress.NONE);

    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    public record Place(@Describe("The town") String town, Optional<String> country) {
        public Place {
            if (town.isBlank()) {
                throw new IllegalArgumentException("a town has a name");
            }
        }
    }

    public record Ask(
            @Describe("Where") Place place,
            int days,
            Optional<Unit> unit,
            List<Double> levels,
            LocalDate from,
            boolean detailed) {}

    public record Forecast(BigDecimal meanTemperature, List<String> words, Optional<Integer> rain) {}

    /** A plain class. */
    public static final class Weather {
        @ToolMethod(
                value = "Tells the weather",
                version = "3",
                category = ToolCategory.WEB,
                examples = "Will it rain?",
                effects = ToolSpec.Effects.PURE,
                requiresAuth = true,
                after = "look_up")
        public Forecast tellWeather(Ask ask, ToolContext context) {
            return new Forecast(
                    new BigDecimal(ask.days()),
                    List.of(
                            ask.place().town(),
                            ask.unit().orElse(Unit.CELSIUS).name(),
                            ask.from().toString()),
                    Optional.empty());
        }

        @ToolMethod("Adds")
        public long add(@Describe("One") long one, Optional<Long> other) {
            return one + other.orElse(0L);
        }

        @ToolMethod(value = "Greets", name = "say_hello")
        public String greet() {
            return "hello";
        }

        @ToolMethod("Fails")
        public Map<String, Integer> fail() {
            throw new IllegalStateException("broken");
        }

        @ToolMethod("Refuses")
        public ToolResult refuse() {
            return new ToolResult.Failed("no", true);
        }
    }

    private static Tool tool(String name) {
        return ToolMethods.of(new Weather()).stream()
                .filter(tool -> tool.spec().name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Value.Fields ask() {
        return Value.fields()
                .put("place", Value.fields().put("town", "Bern").build())
                .put("days", 2)
                .put("unit", "fahrenheit")
                .put("levels", Value.items(List.of(Value.of(1.5))))
                .put("from", "2026-11-21")
                .put("detailed", true)
                .build();
    }

    @Test
    void theSpecComesFromTheAnnotation() {
        ToolSpec spec = tool("tell_weather").spec();
        assertThat(spec.displayName()).isEqualTo("Tell weather");
        assertThat(spec.description()).isEqualTo("Tells the weather");
        assertThat(spec.version()).isEqualTo("3");
        assertThat(spec.category()).isEqualTo(ToolCategory.WEB);
        assertThat(spec.effects()).isEqualTo(ToolSpec.Effects.PURE);
        assertThat(spec.requiresAuth()).isTrue();
        assertThat(spec.after()).containsExactly(new ToolName("look_up"));
        assertThat(ToolMethods.of(new Weather()))
                .extracting(tool -> tool.spec().name().value())
                .containsExactly("add", "fail", "refuse", "say_hello", "tell_weather");
    }

    @Test
    void theSchemaComesFromTheParameterRecord() {
        Value.Fields schema = tool("tell_weather").spec().parameters();
        Value.Fields properties = schema.fields("properties").orElseThrow();
        assertThat(schema.texts("required")).containsExactly("place", "days", "levels", "from", "detailed");
        assertThat(schema.flag("additionalProperties")).contains(false);
        Value.Fields place = properties.fields("place").orElseThrow();
        assertThat(place.text("description")).contains("Where");
        assertThat(place.texts("required")).containsExactly("town");
        assertThat(place.fields("properties").orElseThrow().fields("town").orElseThrow())
                .isEqualTo(Value.fields()
                        .put("type", "string")
                        .put("description", "The town")
                        .build());
        assertThat(properties.fields("unit").orElseThrow().texts("enum")).containsExactly("celsius", "fahrenheit");
        assertThat(properties.fields("days").orElseThrow().text("type")).contains("integer");
        assertThat(properties.fields("from").orElseThrow().text("format")).contains("date");
        assertThat(properties
                        .fields("levels")
                        .orElseThrow()
                        .fields("items")
                        .orElseThrow()
                        .text("type"))
                .contains("number");
        assertThat(properties.fields("detailed").orElseThrow().text("type")).contains("boolean");
    }

    @Test
    void argumentsAreBoundAndTheRecordThatComesBackIsTheResult() {
        assertThat(tool("tell_weather").call(ask(), CONTEXT))
                .isEqualTo(new ToolResult.Succeeded(Value.fields()
                        .put("mean_temperature", 2)
                        .put("words", Value.texts(List.of("Bern", "FAHRENHEIT", "2026-11-21")))
                        .build()));
    }

    @Test
    void parametersOfTheirOwnAreTheProperties() {
        Tool add = tool("add");
        assertThat(add.spec().parameters().texts("required")).containsExactly("one");
        assertThat(add.call(Value.fields().put("one", 1).put("other", 2).build(), CONTEXT))
                .isEqualTo(
                        new ToolResult.Succeeded(Value.fields().put("value", 3).build()));
        assertThat(tool("say_hello").call(Value.Fields.EMPTY, CONTEXT))
                .isEqualTo(new ToolResult.Succeeded(
                        Value.fields().put("text", "hello").build()));
    }

    @Test
    void argumentsThatDoNotFitAreRejectedWithTheirPlace() {
        Tool tool = tool("tell_weather");
        assertThat(rejection(tool, ask().with("days", Value.of(1.5)))).contains("/days: 1.5 is no int");
        assertThat(rejection(tool, ask().with("days", Value.of(1L << 40)))).contains("/days");
        assertThat(rejection(tool, ask().with("days", Value.of("2")))).contains("/days: 2 is no int");
        assertThat(rejection(tool, ask().with("unit", Value.of("kelvin")))).contains("[celsius, fahrenheit]");
        assertThat(rejection(tool, ask().with("from", Value.of("yesterday")))).contains("/from: yesterday");
        assertThat(rejection(tool, ask().with("levels", Value.of("x")))).contains("/levels is no list");
        assertThat(rejection(tool, ask().with("more", Value.of("x")))).contains("/more is not known");
        assertThat(rejection(tool, ask().with("place", Value.Fields.EMPTY))).contains("/place/town is missing");
        assertThat(rejection(
                        tool,
                        ask().with("place", Value.fields().put("town", " ").build())))
                .contains("/place: a town has a name");
    }

    private static String rejection(Tool tool, Value.Fields arguments) {
        return ((ToolResult.Rejected) tool.call(arguments, CONTEXT)).message();
    }

    @Test
    void whatAMethodThrowsAndRefusesStaysWhatItIs() {
        assertThatIllegalStateException()
                .isThrownBy(() -> tool("fail").call(Value.Fields.EMPTY, CONTEXT))
                .withMessage("broken");
        assertThat(tool("refuse").call(Value.Fields.EMPTY, CONTEXT)).isEqualTo(new ToolResult.Failed("no", true));
    }

    public static final class BadParameter {
        @ToolMethod("Bad")
        public void bad(Set<String> words) {}
    }

    public static final class BadResult {
        @ToolMethod("Bad")
        public Thread bad() {
            return Thread.currentThread();
        }
    }

    public record Loop(Optional<Loop> next) {}

    public static final class BadLoop {
        @ToolMethod("Bad")
        public void bad(Loop loop) {}
    }

    static final class Hidden {
        @ToolMethod("Bad")
        public void bad() {}
    }

    public static final class BadName {
        @ToolMethod(value = "Bad", name = "no good name")
        public void bad() {}
    }

    @Test
    void whatCannotBeAToolIsRefusedAtTheStartNamingClassAndMethod() {
        for (Object holder : List.of(new BadParameter(), new BadResult(), new BadLoop(), new Hidden(), new BadName())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolMethods.of(holder))
                    .withMessageContaining(holder.getClass().getName() + ".bad");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolMethods.of("no tool"))
                .withMessageContaining("java.lang.String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolMethods.of(new BadParameter()))
                .withMessageContaining("java.util.Set<java.lang.String>")
                .withMessageContaining("words");
    }
}
