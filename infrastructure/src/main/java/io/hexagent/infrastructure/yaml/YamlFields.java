package io.hexagent.infrastructure.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a document of fields, YAML 1.2 or JSON. It follows the parser's events and stops at the first that has no place
 * in such a document, so that no text makes it slow, deep or large.
 */
public final class YamlFields {
    private static final int DEEPEST = 3;
    private static final int MOST_NODES = 200;

    private final int[] document;
    private final Iterator<Event> events;
    private int nodes;

    private YamlFields(int[] document, Iterator<Event> events) {
        this.document = document;
        this.events = events;
    }

    /** What a text is. */
    public sealed interface Read {
        record Fields(Node.Mapping mapping) implements Read {}

        /** Something, but no fields: a sentence, a list, nothing. */
        record NoFields() implements Read {}

        /** @param problem what is wrong, a clause in lower case */
        record Broken(Trouble trouble, String problem, Span span) implements Read {}
    }

    /** Why a text is not read. */
    public enum Trouble {
        SYNTAX,
        /** A value begins with {@code !}. */
        TAG,
        /** A value begins with {@code &} or {@code *}. */
        ANCHOR,
        /** More, or deeper, than fields are. */
        TOO_MUCH
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Read.Broken broken;

        Refused(Trouble trouble, String problem, Span span) {
            super(problem, null, false, false);
            this.broken = new Read.Broken(trouble, problem, span);
        }
    }

    /** Reads a text; never throws. */
    public static Read read(String text) {
        // In JSON a tab is white space anywhere; in YAML not, and the parser is one of YAML.
        String plain = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        int[] document = plain.codePoints().toArray();
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(Math.max(1, document.length + 1))
                .setLabel("document")
                .build();
        try {
            return new YamlFields(
                            document, new Parse(settings).parseString(plain).iterator())
                    .read();
        } catch (Refused refused) {
            return refused.broken;
        } catch (MarkedYamlEngineException wrong) {
            int at = wrong.getProblemMark()
                    .or(wrong::getContextMark)
                    .map(mark -> Math.clamp(mark.getIndex(), 0, document.length))
                    .orElse(0);
            String problem = wrong.getProblem() == null ? wrong.getContext() : wrong.getProblem();
            return new Read.Broken(
                    Trouble.SYNTAX, String.valueOf(problem), new Span(at, Math.min(at + 1, document.length)));
        } catch (YamlEngineException | IndexOutOfBoundsException | IllegalArgumentException wrong) {
            return new Read.Broken(Trouble.SYNTAX, "it cannot be read", new Span(0, 0));
        }
    }

    private Read read() {
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, DocumentStart, DocumentEnd, Comment -> {}
                case StreamEnd -> {
                    return new Read.NoFields();
                }
                default -> {
                    Node root = node(event, 1);
                    refuseMore();
                    return root instanceof Node.Mapping mapping ? new Read.Fields(mapping) : new Read.NoFields();
                }
            }
        }
        return new Read.NoFields();
    }

    private void refuseMore() {
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() == Event.ID.DocumentStart) {
                throw new Refused(Trouble.SYNTAX, "a second document begins here", span(event, event));
            }
        }
    }

    private Node node(Event event, int depth) {
        if (++nodes > MOST_NODES || depth > DEEPEST) {
            throw new Refused(Trouble.TOO_MUCH, "it holds more, or deeper, than fields do", span(event, event));
        }
        boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
        if (anchored || event instanceof AliasEvent) {
            throw new Refused(Trouble.ANCHOR, "anchors and aliases are not taken", span(event, event));
        }
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case CollectionStartEvent start -> collection(start, depth);
            default -> throw new Refused(Trouble.SYNTAX, "a value is missing", span(event, event));
        };
    }

    private Scalar scalar(ScalarEvent event) {
        Span span = span(event, event);
        if (event.getTag().isPresent()) {
            throw new Refused(Trouble.TAG, "tags are not taken", span);
        }
        ScalarStyle style = event.getScalarStyle();
        return new Scalar(
                event.getValue(),
                style == ScalarStyle.PLAIN,
                span,
                Offsets.of(document, span, event.getValue(), style));
    }

    private Node collection(CollectionStartEvent start, int depth) {
        if (start.getTag().isPresent()) {
            throw new Refused(Trouble.TAG, "tags are not taken", span(start, start));
        }
        if (start.getEventId() == Event.ID.SequenceStart) {
            Event event = events.next();
            while (event.getEventId() != Event.ID.SequenceEnd) {
                Node ignored = node(event, depth + 1);
                event = events.next();
            }
            return new Node.Items(span(start, event));
        }
        List<Node.Entry> entries = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            if (!(node(event, depth + 1) instanceof Scalar key)) {
                throw new Refused(Trouble.SYNTAX, "a name of a field is no text", span(event, event));
            }
            entries.add(new Node.Entry(key, node(events.next(), depth + 1)));
            event = events.next();
        }
        return new Node.Mapping(entries, span(start, event));
    }

    private Span span(Event from, Event to) {
        int start = from.getStartMark().map(mark -> mark.getIndex()).orElse(0);
        int end = to.getEndMark().map(mark -> mark.getIndex()).orElse(start);
        int first = Math.clamp(start, 0, document.length);
        return new Span(first, Math.clamp(end, first, document.length));
    }
}
