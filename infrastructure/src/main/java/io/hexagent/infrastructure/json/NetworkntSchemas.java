package io.hexagent.infrastructure.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.hexagent.domain.value.Schemas;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.cache.ByInstance;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@link Schemas} on networknt's validator. A schema is compiled once and kept for as long as its instance lives;
 * nothing is ever fetched from outside. Safe for use by many threads.
 *
 * <p>A schema that cannot be compiled is a broken promise: {@link IllegalArgumentException}.
 */
public final class NetworkntSchemas implements Schemas {
    private static final int MOST_PROBLEMS = 10;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ROOT)
                            .build()));
    private final ByInstance<Value.Fields, Schema> compiled = new ByInstance<>(this::compile);

    @Override
    public List<String> violations(Value.Fields schema, Value value) {
        List<Error> errors = compiled.of(schema).validate(node(value), Everything.FORMAT);
        return errors.isEmpty() ? List.of() : new Violations(schema, value).of(errors);
    }

    @Override
    public List<String> problems(Value.Fields schema) {
        // Asked for rarely, so that nobody pays for it at the start.
        Schema dialect = registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        List<Error> errors = dialect.validate(node(schema), Everything.FORMAT);
        if (!errors.isEmpty()) {
            return errors.stream()
                    .map(error -> (error.getInstanceLocation() + ": " + error.getMessage()).strip())
                    .distinct()
                    .limit(MOST_PROBLEMS)
                    .toList();
        }
        try {
            Schema ignored = compile(schema);
            return List.of();
        } catch (IllegalArgumentException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }

    private Schema compile(Value.Fields schema) {
        try {
            Schema whole = registry.getSchema(node(schema));
            whole.initializeValidators();
            return whole;
        } catch (SchemaException e) {
            throw new IllegalArgumentException("not a JSON schema: " + e.getMessage(), e);
        }
    }

    private static JsonNode node(Value value) {
        return switch (value) {
            case Value.Text text -> NODES.textNode(text.text());
            case Value.Number number -> number(number.number());
            case Value.Flag flag -> NODES.booleanNode(flag.flag());
            case Value.Absent absent -> NODES.nullNode();
            case Value.Items items -> {
                ArrayNode array = NODES.arrayNode(items.items().size());
                for (Value item : items.items()) {
                    array.add(node(item));
                }
                yield array;
            }
            case Value.Fields fields -> {
                ObjectNode object = NODES.objectNode();
                for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                    object.set(field.getKey(), node(field.getValue()));
                }
                yield object;
            }
        };
    }

    /** A whole number is an integer however it is written: 5.0 and 5e0 are. */
    private static JsonNode number(BigDecimal number) {
        if (number.scale() == 0 && number.precision() <= 18) {
            return NODES.numberNode(number.longValue());
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? NODES.numberNode(stripped.toBigInteger()) : NODES.numberNode(stripped);
    }

    /** All errors, under one configuration that is made once: the default format makes one for each call. */
    private static final class Everything implements OutputFormat<java.util.List<Error>> {
        static final Everything FORMAT = new Everything();
        private static final ExecutionConfig CONFIG = ExecutionConfig.builder()
                .locale(Locale.ROOT)
                .annotationCollectionEnabled(false)
                .build();

        @Override
        public void customize(ExecutionContext execution, SchemaContext context) {
            execution.setExecutionConfig(CONFIG);
        }

        @Override
        public java.util.List<Error> format(Schema schema, ExecutionContext execution, SchemaContext context) {
            return execution.getErrors();
        }
    }
}
