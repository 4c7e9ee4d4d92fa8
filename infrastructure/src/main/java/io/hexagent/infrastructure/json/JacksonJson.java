package io.hexagent.infrastructure.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Json} on Jackson's streams: no tree stands between the text and the {@link Value}. Buffers come from a pool
 * shared by all threads, since a virtual thread has none of its own worth keeping. Safe for use by many threads.
 */
public final class JacksonJson implements Json {
    private static final int PLAIN_DIGITS = 40;
    private static final int LONG_DIGITS = 18;

    /**
     * Where reading stops.
     *
     * @param maxLength characters of the text
     * @param maxDepth arrays and objects inside each other
     * @param maxDigits characters of a number, as written and when written out without an exponent
     */
    public record Options(int maxLength, int maxDepth, int maxDigits) {
        public Options {
            if (maxLength < 1 || maxDepth < 1 || maxDigits < 1) {
                throw new IllegalArgumentException("JSON limits must be at least 1: length " + maxLength + ", depth "
                        + maxDepth + ", digits " + maxDigits);
            }
        }

        /** 16 Mi characters, depth 64, numbers of 1,000 digits. */
        public static Options defaults() {
            return new Options(16 << 20, 64, 1_000);
        }
    }

    private final Options options;
    private final JsonFactory factory;

    public JacksonJson(Options options) {
        this.options = options;
        // Names are not interned: they come from outside. Length, depth and digits are checked here, in our own words.
        this.factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(options.maxDepth() + 1)
                        .maxNumberLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxNameLength(options.maxLength())
                        .build())
                .build();
    }

    public JacksonJson() {
        this(Options.defaults());
    }

    @Override
    public Value read(String text) {
        if (text.length() > options.maxLength()) {
            throw new MalformedJson("the JSON text has " + text.length() + " characters, at most " + options.maxLength()
                    + " are allowed");
        }
        try (JsonParser parser = factory.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJson("expected a JSON value, got an empty text");
            }
            Value value = value(parser, first, 0);
            if (parser.nextToken() != null) {
                throw new MalformedJson("expected one JSON value, got more text after it" + at(parser));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("the JSON text is over a limit" + at(e));
        } catch (JsonEOFException e) {
            // Jackson's own words name its source, which means nothing to a reader.
            throw new MalformedJson("the JSON text ends too early" + at(e));
        } catch (JsonProcessingException e) {
            throw new MalformedJson(e.getOriginalMessage() + at(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private Value value(JsonParser parser, JsonToken token, int depth) throws IOException {
        return switch (token) {
            case START_OBJECT -> fields(parser, deeper(parser, depth));
            case START_ARRAY -> items(parser, deeper(parser, depth));
            case VALUE_STRING -> new Value.Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, token);
            case VALUE_TRUE -> Value.of(true);
            case VALUE_FALSE -> Value.of(false);
            case VALUE_NULL -> Value.Absent.ABSENT;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a value cannot begin with " + token);
        };
    }

    private int deeper(JsonParser parser, int depth) {
        if (depth >= options.maxDepth()) {
            throw new MalformedJson("nested deeper than " + options.maxDepth() + " levels" + at(parser));
        }
        return depth + 1;
    }

    private Value fields(JsonParser parser, int depth) throws IOException {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            String clean = Clean.text(name);
            if (fields.put(clean, value(parser, parser.nextToken(), depth)) != null) {
                throw new MalformedJson("the field \"" + shortened(clean) + "\" is there twice" + at(parser));
            }
        }
        return fields.isEmpty() ? Value.Fields.EMPTY : new Value.Fields(fields);
    }

    private Value items(JsonParser parser, int depth) throws IOException {
        List<Value> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, depth));
        }
        return items.isEmpty() ? Value.Items.EMPTY : new Value.Items(items);
    }

    private Value number(JsonParser parser, JsonToken token) throws IOException {
        int length = parser.getTextLength();
        if (token == JsonToken.VALUE_NUMBER_INT && length <= LONG_DIGITS) {
            return Value.of(parser.getLongValue());
        }
        if (length > options.maxDigits()) {
            throw tooLong(parser);
        }
        BigDecimal number;
        try {
            number = parser.getDecimalValue();
        } catch (NumberFormatException | ArithmeticException e) {
            throw tooLong(parser);
        }
        if (number.signum() == 0 && number.scale() < 0) {
            return Value.of(0);
        }
        if (plainDigits(number) > options.maxDigits()) {
            throw tooLong(parser);
        }
        return new Value.Number(number);
    }

    private MalformedJson tooLong(JsonParser parser) {
        return new MalformedJson("a number has more than " + options.maxDigits() + " digits" + at(parser));
    }

    /** The digits of the number written without an exponent. */
    private static long plainDigits(BigDecimal number) {
        long precision = number.precision();
        long scale = number.scale();
        return scale <= 0 ? precision - scale : Math.max(precision, scale);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : Clean.text(text.substring(0, 59)) + "…";
    }

    private static String at(JsonParser parser) {
        return at(parser.currentLocation().getLineNr(), parser.currentLocation().getColumnNr());
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : at(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }

    private static String at(int line, int column) {
        return " (line " + line + ", column " + column + ")";
    }

    @Override
    public String write(Value value) {
        BufferRecycler buffers = factory._getRecyclerPool().acquireAndLinkPooled();
        try (SegmentedStringWriter text = new SegmentedStringWriter(buffers)) {
            try (JsonGenerator generator = factory.createGenerator(text)) {
                write(generator, value);
            }
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            buffers.releaseToPool();
        }
    }

    private static void write(JsonGenerator generator, Value value) throws IOException {
        switch (value) {
            case Value.Text text -> generator.writeString(text.text());
            case Value.Number number -> write(generator, number.number());
            case Value.Flag flag -> generator.writeBoolean(flag.flag());
            case Value.Absent absent -> generator.writeNull();
            case Value.Items items -> {
                generator.writeStartArray();
                for (Value item : items.items()) {
                    write(generator, item);
                }
                generator.writeEndArray();
            }
            case Value.Fields fields -> {
                generator.writeStartObject();
                for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                    generator.writeFieldName(field.getKey());
                    write(generator, field.getValue());
                }
                generator.writeEndObject();
            }
        }
    }

    private static void write(JsonGenerator generator, BigDecimal number) throws IOException {
        if (number.scale() == 0 && number.precision() <= LONG_DIGITS) {
            generator.writeNumber(number.longValue());
        } else if (plainDigits(number) <= PLAIN_DIGITS) {
            generator.writeNumber(number.toPlainString());
        } else {
            generator.writeNumber(number.toString());
        }
    }
}
