package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the JSON schema of a tool's arguments. Not safe for use by several threads. */
final class Parameters {
    private static final int LONGEST_NAME = 500;
    private static final int MOST_ITEMS = 100;

    private final Value.Builder properties = Value.fields();
    private final List<String> required = new ArrayList<>();

    private Parameters() {}

    /** With the argument that every table tool takes. */
    static Parameters ofTable() {
        return new Parameters()
                .optional("dataset", text("Name or id of the data set; the first one of the conversation by default."));
    }

    Parameters filtered() {
        return optional("filters", filters());
    }

    Parameters required(String name, Value schema) {
        properties.put(name, schema);
        required.add(name);
        return this;
    }

    Parameters optional(String name, Value schema) {
        properties.put(name, schema);
        return this;
    }

    Value.Fields schema() {
        return object(properties.build(), required).build();
    }

    static Value.Builder object(Value.Fields properties, List<String> required) {
        var object = Value.fields().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", Value.texts(required));
        }
        return object.put("additionalProperties", false);
    }

    static Value text(String description) {
        return Value.fields()
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", LONGEST_NAME)
                .put("description", description)
                .build();
    }

    static Value choice(String description, List<String> choices) {
        return Value.fields()
                .put("type", "string")
                .put("enum", Value.texts(choices))
                .put("description", description)
                .build();
    }

    static Value function(String description) {
        return choice(
                description,
                Arrays.stream(Function.values()).map(Function::wire).toList());
    }

    static Value period(String description) {
        return choice(
                description, Arrays.stream(Period.values()).map(Period::wire).toList());
    }

    static Value whole(String description, long least, long most) {
        return Value.fields()
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .put("description", description)
                .build();
    }

    static Value part(String description) {
        return Value.fields()
                .put("type", "number")
                .put("minimum", 0)
                .put("maximum", 1)
                .put("description", description)
                .build();
    }

    static Value above(String description, double bound) {
        return Value.fields()
                .put("type", "number")
                .put("exclusiveMinimum", bound)
                .put("description", description)
                .build();
    }

    static Value.Builder list(String description, Value items) {
        return Value.fields()
                .put("type", "array")
                .put("items", items)
                .put("maxItems", MOST_ITEMS)
                .put("description", description);
    }

    static Value columns(String description) {
        return list(description, text("A column's name.")).build();
    }

    static Value sort(String by) {
        var properties = Value.fields()
                .put("by", text(by))
                .put(
                        "order",
                        choice("Smallest first (asc, the default) or greatest first (desc).", List.of("asc", "desc")))
                .build();
        return list(
                        "The order of the rows, the most important first. Missing values come last.",
                        object(properties, List.of("by")).build())
                .build();
    }

    private static Value filters() {
        Value scalar = Value.fields()
                .put("type", Value.texts(List.of("string", "number", "boolean")))
                .build();
        var properties = Value.fields()
                .put("column", text("The column whose cells are compared."))
                .put(
                        "op",
                        choice(
                                "How they are compared. Text compares without regard to case.",
                                Arrays.stream(Filter.Operator.values())
                                        .map(Filter.Operator::wire)
                                        .toList()))
                .put(
                        "value",
                        Value.fields()
                                .put(
                                        "anyOf",
                                        Value.items(List.of(
                                                scalar,
                                                Value.fields()
                                                        .put("type", "array")
                                                        .put("items", scalar)
                                                        .put("minItems", 1)
                                                        .put("maxItems", 1000)
                                                        .build())))
                                .put(
                                        "description",
                                        "One value; a list for in, two values for between, nothing for is_missing and"
                                            + " is_present. On dates 2014, 2014-03 and 2014-03-05 stand for the whole"
                                            + " period.")
                                .build())
                .build();
        return list(
                        "Only rows for which all filters hold are used.",
                        object(properties, List.of("column", "op")).build())
                .build();
    }
}
