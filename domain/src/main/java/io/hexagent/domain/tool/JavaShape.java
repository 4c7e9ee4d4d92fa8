package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How values of a Java type are written in JSON: its schema, and the strict way back. A type is read once, so that one
 * which cannot be written is refused before anything is called.
 */
sealed interface JavaShape {
    String ALLOWED = "text, whole and decimal numbers, boolean, enums, LocalDate, Instant, Value, public records of"
            + " these, and Optional and List of them";

    /** JSON schema of the type. */
    Value.Fields schema();

    /**
     * The Java value. @param at where it stands, for messages
     *
     * @throws Unfit when it is none of the type
     */
    Object bind(String at, Value value);

    /** A value is not of its type; the message may be shown. */
    final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String message) {
            super(message);
        }
    }

    /** A single value. @param kind what JSON calls it, and what a message does */
    record Single(Class<?> type, Value.Fields schema) implements JavaShape {
        @Override
        public Object bind(String at, Value value) {
            Optional<Object> bound = Optional.empty();
            try {
                bound = Optional.ofNullable(read(value));
            } catch (ArithmeticException | DateTimeException wrong) {
                throw new Unfit(at + ": " + value + " is no " + name());
            }
            return bound.orElseThrow(() -> new Unfit(at + ": " + value + " is no " + name()));
        }

        private @Nullable Object read(Value value) {
            return switch (value) {
                case Value.Text text when type == String.class -> text.text();
                case Value.Text text when type == LocalDate.class -> LocalDate.parse(text.text());
                case Value.Text text when type == Instant.class -> Instant.parse(text.text());
                case Value.Flag flag when boxed(type) == Boolean.class -> flag.flag();
                case Value.Number number -> number(number.number());
                case Value any when type.isInstance(any) -> any;
                default -> null;
            };
        }

        private @Nullable Object number(BigDecimal number) {
            Class<?> boxed = boxed(type);
            if (boxed == Integer.class) {
                return number.intValueExact();
            }
            if (boxed == Long.class) {
                return number.longValueExact();
            }
            if (boxed == Double.class) {
                return number.doubleValue();
            }
            return boxed == BigDecimal.class ? number : boxed == Value.class ? Value.of(number) : null;
        }

        private String name() {
            return type.getSimpleName().toLowerCase(Locale.ROOT);
        }
    }

    /** One of a few words. */
    record Choice(Map<String, Object> constants) implements JavaShape {
        @Override
        public Value.Fields schema() {
            return Value.fields()
                    .put("type", "string")
                    .put("enum", Value.texts(constants.keySet()))
                    .build();
        }

        @Override
        public Object bind(String at, Value value) {
            Object constant = value instanceof Value.Text text ? constants.get(text.text()) : null;
            if (constant == null) {
                throw new Unfit(at + ": \"" + value + "\" not in " + constants.keySet());
            }
            return constant;
        }
    }

    record Many(JavaShape item) implements JavaShape {
        @Override
        public Value.Fields schema() {
            return Value.fields()
                    .put("type", "array")
                    .put("items", item.schema())
                    .build();
        }

        @Override
        public Object bind(String at, Value value) {
            if (!(value instanceof Value.Items items)) {
                throw new Unfit(at + " is no list");
            }
            var bound = new ArrayList<Object>();
            for (Value one : items.items()) {
                bound.add(item.bind(at + "/" + bound.size(), one));
            }
            return List.copyOf(bound);
        }
    }

    record Maybe(JavaShape inner) implements JavaShape {
        @Override
        public Value.Fields schema() {
            return inner.schema();
        }

        @Override
        public Object bind(String at, Value value) {
            return value instanceof Value.Absent ? Optional.empty() : Optional.of(inner.bind(at, value));
        }
    }

    /** A named part of a record, or a parameter of a method. */
    record Part(String name, Optional<String> description, JavaShape shape) {
        boolean isRequired() {
            return !(shape instanceof Maybe);
        }

        private Value.Fields schema() {
            Value.Fields plain = shape.schema();
            return description
                    .map(text -> plain.with("description", Value.of(text)))
                    .orElse(plain);
        }
    }

    /** Named parts. */
    record Parts(List<Part> parts) {
        Value.Fields schema() {
            var properties = Value.fields();
            parts.forEach(part -> properties.put(part.name(), part.schema()));
            return Value.fields()
                    .put("type", "object")
                    .put("properties", properties.build())
                    .put(
                            "required",
                            Value.texts(parts.stream()
                                    .filter(Part::isRequired)
                                    .map(Part::name)
                                    .toList()))
                    .put("additionalProperties", false)
                    .build();
        }

        Object[] bind(String at, Value.Fields fields) {
            for (String given : fields.fields().keySet()) {
                if (parts.stream().noneMatch(part -> part.name().equals(given))) {
                    throw new Unfit(at + "/" + given + " is not known");
                }
            }
            var bound = new ArrayList<Object>();
            for (Part part : parts) {
                if (part.isRequired() && !fields.has(part.name())) {
                    throw new Unfit(at + "/" + part.name() + " is missing");
                }
                bound.add(part.shape().bind(at + "/" + part.name(), fields.get(part.name())));
            }
            return bound.toArray();
        }
    }

    record Whole(Parts parts, Constructor<?> constructor) implements JavaShape {
        @Override
        public Value.Fields schema() {
            return parts.schema();
        }

        @Override
        public Object bind(String at, Value value) {
            if (!(value instanceof Value.Fields fields)) {
                throw new Unfit(at + " is no object");
            }
            try {
                return constructor.newInstance(parts.bind(at, fields));
            } catch (InvocationTargetException refused) {
                // A record's own check: its message is for whoever gave the value.
                if (refused.getCause() instanceof IllegalArgumentException reason) {
                    throw new Unfit(at + ": " + reason.getMessage());
                }
                throw new IllegalStateException("the record " + constructor.getDeclaringClass() + " failed", refused);
            } catch (ReflectiveOperationException broken) {
                throw new IllegalStateException("cannot make " + constructor.getDeclaringClass(), broken);
            }
        }
    }

    /** @throws IllegalArgumentException when the type cannot be written; the message names it and what is allowed */
    static JavaShape of(Type type) {
        return of(type, Set.of());
    }

    private static JavaShape of(Type type, Set<Type> around) {
        if (type instanceof ParameterizedType parameterized) {
            Type argument = parameterized.getActualTypeArguments()[0];
            if (parameterized.getRawType() == List.class) {
                return new Many(of(argument, around));
            }
            if (parameterized.getRawType() == Optional.class) {
                return new Maybe(of(argument, around));
            }
        }
        if (type instanceof Class<?> raw) {
            Optional<Value.Fields> single = single(boxed(raw));
            if (single.isPresent()) {
                return new Single(raw, single.get());
            }
            if (raw.isEnum()) {
                return choice(raw);
            }
            if (raw.isRecord()) {
                return whole(raw, around);
            }
        }
        throw new IllegalArgumentException(
                "the type " + type.getTypeName() + " cannot be given as JSON; allowed are " + ALLOWED);
    }

    private static Optional<Value.Fields> single(Class<?> type) {
        Value.Builder schema = Value.fields();
        if (type == String.class) {
            schema.put("type", "string");
        } else if (type == Boolean.class) {
            schema.put("type", "boolean");
        } else if (type == Integer.class) {
            schema.put("type", "integer").put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
        } else if (type == Long.class) {
            schema.put("type", "integer").put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
        } else if (type == Double.class || type == BigDecimal.class) {
            schema.put("type", "number");
        } else if (type == LocalDate.class) {
            schema.put("type", "string").put("format", "date");
        } else if (type == Instant.class) {
            schema.put("type", "string").put("format", "date-time");
        } else if (type == Value.Fields.class) {
            schema.put("type", "object");
        } else if (type == Value.Items.class) {
            schema.put("type", "array");
        } else if (type != Value.class) {
            return Optional.empty();
        }
        return Optional.of(schema.build());
    }

    private static Choice choice(Class<?> type) {
        var constants = new LinkedHashMap<String, Object>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT), constant);
        }
        return new Choice(constants);
    }

    private static Whole whole(Class<?> type, Set<Type> around) {
        if (around.contains(type)) {
            throw new IllegalArgumentException("the record " + type.getTypeName() + " contains itself");
        }
        if (!Modifier.isPublic(type.getModifiers())) {
            throw new IllegalArgumentException("the record " + type.getTypeName() + " is not public");
        }
        var inside = new LinkedHashSet<>(around);
        inside.add(type);
        var parts = new ArrayList<Part>();
        var types = new ArrayList<Class<?>>();
        for (RecordComponent component : type.getRecordComponents()) {
            types.add(component.getType());
            parts.add(new Part(
                    snake(component.getName()),
                    Optional.ofNullable(component.getAnnotation(Describe.class)).map(Describe::value),
                    of(component.getGenericType(), inside)));
        }
        try {
            return new Whole(new Parts(parts), type.getConstructor(types.toArray(new Class<?>[0])));
        } catch (NoSuchMethodException hidden) {
            throw new IllegalArgumentException(
                    "the canonical constructor of " + type.getTypeName() + " is not public", hidden);
        }
    }

    /** A Java name as it is written in JSON: {@code dueDate} is {@code due_date}. */
    static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static Class<?> boxed(Class<?> type) {
        if (type == int.class) {
            return Integer.class;
        }
        if (type == long.class) {
            return Long.class;
        }
        if (type == double.class) {
            return Double.class;
        }
        return type == boolean.class ? Boolean.class : type;
    }
}
