package io.hexagent.infrastructure.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Words the validator's errors as a person would: the field, what was given, what is allowed. */
final class Violations {
    private static final int SHOWN = 60;
    private static final int ALLOWED_SHOWN = 40;

    private final Value.Fields schema;
    private final Value value;

    Violations(Value.Fields schema, Value value) {
        this.schema = schema;
        this.value = value;
    }

    List<String> of(List<Error> errors) {
        Set<String> sentences = new LinkedHashSet<>();
        for (Error error : errors) {
            if (!error.getKeyword().equals("type")) {
                sentences.add(sentence(error));
            } else if (isFirstOfItsKind(error, errors) && !anotherFormFitsBetter(error, errors)) {
                sentences.add(wrongType(error, errors));
            }
        }
        return List.copyOf(sentences);
    }

    private String sentence(Error error) {
        String allowed = shown(error.getSchemaNode());
        return switch (error.getKeyword()) {
            case "required" -> prefix(error) + "missing field \"" + error.getProperty() + "\"";
            case "additionalProperties", "unevaluatedProperties" ->
                prefix(error) + "unknown field \"" + shortened(error.getProperty()) + "\"" + allowedFields(error);
            case "enum" -> given(error) + " is not one of " + listed(error.getSchemaNode());
            case "const" -> given(error) + " is not " + allowed;
            case "minimum" -> given(error) + " is under the minimum of " + allowed;
            case "maximum" -> given(error) + " is over the maximum of " + allowed;
            case "exclusiveMinimum" -> given(error) + " must be more than " + allowed;
            case "exclusiveMaximum" -> given(error) + " must be less than " + allowed;
            case "multipleOf" -> given(error) + " is no multiple of " + allowed;
            case "minLength" -> given(error) + " is too short, at least " + counted(allowed, "character");
            case "maxLength" -> given(error) + " is too long, at most " + counted(allowed, "character");
            case "pattern" -> given(error) + " does not match the pattern " + allowed;
            case "minItems" -> size(error, "item") + ", at least " + allowed + " needed";
            case "maxItems" -> size(error, "item") + ", at most " + allowed + " allowed";
            case "minProperties" -> size(error, "field") + ", at least " + allowed + " needed";
            case "maxProperties" -> size(error, "field") + ", at most " + allowed + " allowed";
            case "uniqueItems" -> prefix(error) + "the items must differ from each other";
            case "not" -> given(error) + " is not allowed";
            case "oneOf" -> given(error) + " fits more than one of the allowed forms";
            default -> prefix(error) + error.getMessage();
        };
    }

    /** Types refused at one place, in several alternatives of a schema, are told in one sentence. */
    private String wrongType(Error error, List<Error> errors) {
        Set<String> types = new LinkedHashSet<>();
        for (Error other : errors) {
            if (sameTypeError(error, other)) {
                JsonNode allowed = other.getSchemaNode();
                if (allowed.isArray()) {
                    allowed.forEach(one -> types.add(withArticle(one.asText())));
                } else {
                    types.add(withArticle(allowed.asText()));
                }
            }
        }
        return given(error) + " is not " + String.join(" or ", types);
    }

    private static boolean isFirstOfItsKind(Error error, List<Error> errors) {
        for (Error other : errors) {
            if (sameTypeError(error, other)) {
                return other.equals(error);
            }
        }
        return true;
    }

    private static boolean sameTypeError(Error one, Error other) {
        return other.getKeyword().equals("type") && other.getInstanceLocation().equals(one.getInstanceLocation());
    }

    /** Whether the error is of an alternative whose type is wrong, while another alternative only failed further in. */
    private static boolean anotherFormFitsBetter(Error error, List<Error> errors) {
        if (!error.getEvaluationPath().contains("anyOf")
                && !error.getEvaluationPath().contains("oneOf")) {
            return false;
        }
        for (Error other : errors) {
            if (!sameTypeError(error, other)
                    && other.getInstanceLocation().startsWith(error.getInstanceLocation())
                    && (other.getEvaluationPath().contains("anyOf")
                            || other.getEvaluationPath().contains("oneOf"))) {
                return true;
            }
        }
        return false;
    }

    private static String withArticle(String type) {
        return switch (type) {
            case "null" -> "null";
            case "integer", "object", "array" -> "an " + type;
            default -> "a " + type;
        };
    }

    private static String counted(String number, String noun) {
        return number + " " + noun + (number.equals("1") ? " is allowed" : "s are allowed");
    }

    private String size(Error error, String noun) {
        int size = error.getInstanceNode().size();
        return prefix(error) + "has " + size + " " + noun + (size == 1 ? "" : "s");
    }

    private static String listed(JsonNode allowed) {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : allowed) {
            if (texts.size() == ALLOWED_SHOWN) {
                texts.add("…");
                break;
            }
            texts.add(one.isTextual() ? one.asText() : one.toString());
        }
        return String.join(", ", texts);
    }

    /** The names that the object at the error's place may have; the validator only tells the wrong one. */
    private String allowedFields(Error error) {
        NodePath keyword = error.getSchemaLocation().getFragment();
        Value at = schema;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            at = child(at, keyword.getElement(i));
        }
        Set<String> names = at instanceof Value.Fields fields
                ? fields.fields("properties")
                        .map(Value.Fields::fields)
                        .orElse(Value.Fields.EMPTY.fields())
                        .keySet()
                : Set.of();
        if (names.isEmpty()) {
            return "; no field is allowed";
        }
        return "; allowed: " + names.stream().limit(ALLOWED_SHOWN).collect(Collectors.joining(", "));
    }

    private static Value child(Value parent, Object step) {
        if (parent instanceof Value.Items items && step instanceof Number index) {
            return index.intValue() < items.items().size() ? items.items().get(index.intValue()) : Value.Absent.ABSENT;
        }
        return parent instanceof Value.Fields fields ? fields.get(step.toString()) : Value.Absent.ABSENT;
    }

    private String given(Error error) {
        return prefix(error) + shown(error.getInstanceNode());
    }

    private String prefix(Error error) {
        String path = path(error.getInstanceLocation());
        return path.isEmpty() ? "" : path + ": ";
    }

    private String path(NodePath location) {
        var path = new StringBuilder();
        Value at = value;
        for (int i = 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            if (at instanceof Value.Items) {
                path.append('[').append(step).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step);
            }
            at = child(at, step);
        }
        return path.toString();
    }

    private static String shown(JsonNode node) {
        return node.isBigDecimal() ? node.decimalValue().toString() : shortened(node.toString());
    }

    private static String shortened(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int end = SHOWN - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
