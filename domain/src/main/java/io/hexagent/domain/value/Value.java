package io.hexagent.domain.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dynamic data with the shape of JSON: tool arguments and results, event bodies, cells of a table. Immutable.
 *
 * <p>Text never holds a NUL or a lone surrogate: they become U+FFFD when the value is made, since no store takes them.
 */
public sealed interface Value {

    /** Text without NUL or lone surrogates. */
    record Text(String text) implements Value {
        public Text {
            text = Clean.text(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A finite decimal number. Two numbers are equal when they compare equal: 1.0 is 1. */
    record Number(BigDecimal number) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Number that && number.compareTo(that.number) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(number.doubleValue());
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }

    /** True or false. */
    record Flag(boolean flag) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(flag);
        }
    }

    /** An ordered list. */
    record Items(List<Value> items) implements Value {
        public static final Items EMPTY = new Items(List.of());

        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }

    /** Named values in the order in which they were given. */
    record Fields(Map<String, Value> fields) implements Value {
        public static final Fields EMPTY = new Fields(Map.of());

        public Fields {
            fields = fields.size() <= FewFields.MOST
                    ? FewFields.of(fields)
                    : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The value under the name, or {@link Absent} when there is none. */
        public Value get(String name) {
            Value found = fields.get(name);
            return found == null ? Absent.ABSENT : found;
        }

        public boolean has(String name) {
            return fields.containsKey(name) && !(fields.get(name) instanceof Absent);
        }

        /** The text under the name; empty when there is none or it is no text. */
        public Optional<String> text(String name) {
            return get(name) instanceof Text text ? Optional.of(text.text()) : Optional.empty();
        }

        /** The number under the name; empty when there is none or it is no number. */
        public Optional<BigDecimal> number(String name) {
            return get(name) instanceof Number number ? Optional.of(number.number()) : Optional.empty();
        }

        /** The flag under the name; empty when there is none or it is no flag. */
        public Optional<Boolean> flag(String name) {
            return get(name) instanceof Flag flag ? Optional.of(flag.flag()) : Optional.empty();
        }

        /** The items under the name; empty when there are none or it is no list. */
        public List<Value> items(String name) {
            return get(name) instanceof Items items ? items.items() : List.of();
        }

        /** The texts among the items under the name. */
        public List<String> texts(String name) {
            var texts = new ArrayList<String>();
            for (Value item : items(name)) {
                if (item instanceof Text text) {
                    texts.add(text.text());
                }
            }
            return List.copyOf(texts);
        }

        /** The fields under the name; empty when there are none or it is no object. */
        public Optional<Fields> fields(String name) {
            return get(name) instanceof Fields fields ? Optional.of(fields) : Optional.empty();
        }

        /** These fields with one more, or with another value under the name. */
        public Fields with(String name, Value value) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(name, value);
            return new Fields(copy);
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }

    /** No value; JSON's null. */
    enum Absent implements Value {
        ABSENT;

        @Override
        public String toString() {
            return "";
        }
    }

    static Value of(String text) {
        return new Text(text);
    }

    static Value of(boolean flag) {
        return new Flag(flag);
    }

    static Value of(long number) {
        return new Number(BigDecimal.valueOf(number));
    }

    /** The number, in the fewest digits that tell it from its neighbours; {@link Absent} for NaN and the infinities. */
    static Value of(double number) {
        return Double.isFinite(number) ? new Number(BigDecimal.valueOf(number)) : Absent.ABSENT;
    }

    static Value of(BigDecimal number) {
        return new Number(number);
    }

    static Value texts(Collection<String> texts) {
        return new Items(texts.stream().map(Value::of).toList());
    }

    static Value items(Collection<? extends Value> items) {
        return new Items(List.copyOf(items));
    }

    static Builder fields() {
        return new Builder();
    }

    /** Collects fields in order. Not safe for use by several threads. */
    final class Builder {
        private final FewFields.Builder few = new FewFields.Builder();
        private @Nullable Map<String, Value> many;

        private Builder() {}

        public Builder put(String name, Value value) {
            if (many != null) {
                many.put(name, value);
            } else if (!few.put(name, value)) {
                many = new LinkedHashMap<>(few.build());
                many.put(name, value);
            }
            return this;
        }

        public Builder put(String name, String text) {
            return put(name, Value.of(text));
        }

        public Builder put(String name, long number) {
            return put(name, Value.of(number));
        }

        public Builder put(String name, double number) {
            return put(name, Value.of(number));
        }

        public Builder put(String name, boolean flag) {
            return put(name, Value.of(flag));
        }

        /** Adds the text when there is one. */
        public Builder put(String name, Optional<String> text) {
            text.ifPresent(present -> put(name, present));
            return this;
        }

        public Fields build() {
            return new Fields(many == null ? few.build() : many);
        }
    }
}
