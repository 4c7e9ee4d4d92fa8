package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tools out of methods with {@link ToolMethod}, for a {@link ToolFactory} to hand out. A method may also take the
 * {@link ToolContext}. It gives a {@link ToolResult}, or what it found: a record, a map or {@link Value.Fields} are the
 * result's fields, text is its {@code text}, anything else its {@code value}. Arguments that do not bind, and those
 * that a parameter record's own check refuses with {@link IllegalArgumentException}, are {@link ToolResult.Rejected}.
 *
 * <p>Everything is checked when the tools are made; the methods must be safe for use by many threads.
 */
public final class ToolMethods {
    private ToolMethods() {}

    /**
     * The tools of the objects' methods, by name.
     *
     * @throws IllegalArgumentException when a method cannot be a tool; the message names class, method and reason
     */
    public static List<Tool> of(Object... holders) {
        var tools = new ArrayList<Tool>();
        for (Object holder : holders) {
            List<Tool> found = Arrays.stream(holder.getClass().getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(ToolMethod.class))
                    .map(method -> tool(holder, method))
                    .sorted(Comparator.comparing(tool -> tool.spec().name().value()))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "class " + holder.getClass().getName() + " has no method with @ToolMethod");
            }
            tools.addAll(found);
        }
        return List.copyOf(tools);
    }

    private static Tool tool(Object holder, Method method) {
        try {
            return new MethodTool(holder, method, Taking.of(method));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "method " + holder.getClass().getName() + "." + method.getName() + " cannot be a tool: "
                            + wrong.getMessage(),
                    wrong);
        }
    }

    /**
     * What a method takes.
     *
     * @param whole its one parameter, a record, whose parts these are
     * @param context where the tool's context stands among the parameters; -1: nowhere
     */
    private record Taking(JavaShape.Parts parts, Optional<JavaShape> whole, int context) {
        static Taking of(Method method) {
            if (!Modifier.isPublic(method.getModifiers())
                    || !Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                throw new IllegalArgumentException("the method and its class must be public");
            }
            int context = -1;
            var parts = new ArrayList<JavaShape.Part>();
            Parameter[] parameters = method.getParameters();
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i].getType() != ToolContext.class) {
                    parts.add(part(parameters[i], parameters.length));
                } else if (context >= 0) {
                    throw new IllegalArgumentException("it takes the context twice");
                } else {
                    context = i;
                }
            }
            return parts.size() == 1 && parts.getFirst().shape() instanceof JavaShape.Whole one
                    ? new Taking(one.parts(), Optional.of(one), context)
                    : new Taking(named(parts), Optional.empty(), context);
        }

        private static JavaShape.Part part(Parameter parameter, int of) {
            JavaShape shape;
            try {
                shape = JavaShape.of(parameter.getParameterizedType());
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "its parameter " + parameter.getName() + ": " + wrong.getMessage(), wrong);
            }
            boolean isNamed = parameter.isNamePresent() || (of <= 2 && shape instanceof JavaShape.Whole);
            if (!isNamed) {
                throw new IllegalArgumentException(
                        "the names of its parameters are not in the class file (javac -parameters); or take one"
                                + " record");
            }
            return new JavaShape.Part(
                    JavaShape.snake(parameter.getName()),
                    Optional.ofNullable(parameter.getAnnotation(Describe.class)).map(Describe::value),
                    shape);
        }

        private static JavaShape.Parts named(List<JavaShape.Part> parts) {
            var names = new HashSet<String>();
            for (JavaShape.Part part : parts) {
                if (!names.add(part.name())) {
                    throw new IllegalArgumentException("two of its parameters are named " + part.name());
                }
            }
            return new JavaShape.Parts(List.copyOf(parts));
        }

        Object[] bind(Value.Fields arguments, ToolContext context) {
            var bound = new ArrayList<Object>(whole.<List<Object>>map(shape -> List.of(shape.bind("", arguments)))
                    .orElseGet(() -> Arrays.asList(parts.bind("", arguments))));
            if (this.context >= 0) {
                bound.add(this.context, context);
            }
            return bound.toArray();
        }
    }

    private static final class MethodTool implements Tool {
        private final Object holder;
        private final Method method;
        private final Taking taking;
        private final ToolSpec spec;

        MethodTool(Object holder, Method method, Taking taking) {
            this.holder = holder;
            this.method = method;
            this.taking = taking;
            this.spec = spec(method, taking.parts().schema());
            checkResult(method.getReturnType());
        }

        private static ToolSpec spec(Method method, Value.Fields schema) {
            ToolMethod told = method.getAnnotation(ToolMethod.class);
            String name = told.name().isEmpty() ? JavaShape.snake(method.getName()) : told.name();
            String words = name.replace('_', ' ');
            Set<ToolName> after = Arrays.stream(told.after()).map(ToolName::new).collect(Collectors.toSet());
            return new ToolSpec(
                    new ToolName(name),
                    told.version(),
                    told.displayName().isEmpty()
                            ? words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1)
                            : told.displayName(),
                    told.value(),
                    List.of(told.examples()),
                    told.icon(),
                    told.category(),
                    schema,
                    told.effects(),
                    told.needsApproval(),
                    told.requiresAuth(),
                    after);
        }

        private static void checkResult(Class<?> type) {
            boolean isKnown = ToolResult.class.isAssignableFrom(type)
                    || Value.class.isAssignableFrom(type)
                    || (type.isRecord() && Modifier.isPublic(type.getModifiers()))
                    || type.isEnum()
                    || Number.class.isAssignableFrom(type)
                    || Collection.class.isAssignableFrom(type)
                    || Set.of(String.class, Boolean.class, Optional.class, Map.class, Instant.class, LocalDate.class)
                            .contains(type)
                    || (type.isPrimitive() && type != char.class);
            if (!isKnown) {
                throw new IllegalArgumentException(
                        "its result " + type.getTypeName() + " cannot be told as JSON; it may"
                                + " be a ToolResult, or of " + JavaShape.ALLOWED + ", and Map");
            }
        }

        @Override
        public ToolSpec spec() {
            return spec;
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            Object[] bound;
            try {
                bound = taking.bind(arguments, context);
            } catch (JavaShape.Unfit wrong) {
                return new ToolResult.Rejected("the arguments do not fit: " + wrong.getMessage());
            }
            try {
                return result(method.invoke(holder, bound));
            } catch (InvocationTargetException thrown) {
                switch (thrown.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    case null, default -> throw new IllegalStateException(spec.name() + " failed", thrown);
                }
            } catch (IllegalAccessException broken) {
                throw new IllegalStateException("cannot call " + method, broken);
            }
        }
    }

    private static ToolResult result(@Nullable Object given) {
        if (given instanceof ToolResult result) {
            return result;
        }
        return switch (value(given)) {
            case Value.Fields fields -> new ToolResult.Succeeded(fields);
            case Value.Text text ->
                new ToolResult.Succeeded(Value.fields().put("text", text).build());
            case Value.Absent ignored -> new ToolResult.Succeeded(Value.Fields.EMPTY);
            case Value other ->
                new ToolResult.Succeeded(Value.fields().put("value", other).build());
        };
    }

    private static Value value(@Nullable Object given) {
        return switch (given) {
            case null -> Value.Absent.ABSENT;
            case Value value -> value;
            case String text -> Value.of(text);
            case Boolean flag -> Value.of(flag);
            case BigDecimal number -> Value.of(number);
            case Double number -> Value.of(number);
            case Float number -> Value.of(number.doubleValue());
            case Number number -> Value.of(new BigDecimal(number.toString()));
            case Enum<?> word -> Value.of(word.name().toLowerCase(Locale.ROOT));
            case Optional<?> maybe -> maybe.<Value>map(ToolMethods::value).orElse(Value.Absent.ABSENT);
            case Collection<?> many ->
                Value.items(many.stream().map(ToolMethods::value).toList());
            case Map<?, ?> map -> {
                var fields = Value.fields();
                map.forEach((name, one) -> fields.put(String.valueOf(name), value(one)));
                yield fields.build();
            }
            case Record whole -> fields(whole);
            default -> Value.of(given.toString());
        };
    }

    /** Parts that are absent are left out. */
    private static Value.Fields fields(Record whole) {
        var fields = Value.fields();
        for (RecordComponent component : whole.getClass().getRecordComponents()) {
            Value part;
            try {
                part = value(component.getAccessor().invoke(whole));
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException("cannot read " + component, broken);
            }
            if (!part.equals(Value.Absent.ABSENT)) {
                fields.put(JavaShape.snake(component.getName()), part);
            }
        }
        return fields.build();
    }
}
