package io.hexagent.application.tool;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tool's result made to fit: still valid JSON, saying how much was left out. A table keeps its first rows; otherwise
 * the longest lists and texts keep their beginnings, so that a tool which puts what matters first has it kept, and
 * single values such as totals stay. What has neither is replaced by the start of its text.
 */
record Cut(Value.Fields result, String text, boolean truncated) {
    private static final String LEFT_OUT = "left_out";
    private static final int MOST_CUTS = 50;
    private static final int NOTE = 200;

    static Cut to(Value.Fields whole, Json json, int chars) {
        String text = json.write(whole);
        if (text.length() <= chars) {
            return new Cut(whole, text, false);
        }
        return table(whole, json, chars)
                .or(() -> shorter(whole, json, chars))
                .orElseGet(() -> start(whole, text, json, chars));
    }

    private static Optional<Cut> table(Value.Fields whole, Json json, int chars) {
        if (whole.fields("table").isEmpty()) {
            return Optional.empty();
        }
        Table table = Table.of(whole.fields("table").get());
        for (int rows = table.rows().size() / 2; rows > 0; rows /= 2) {
            var fewer = new Table(table.columns(), table.rows().subList(0, rows), table.totalRows());
            Value.Fields shorter = whole.with("table", fewer.toValue())
                    .with(LEFT_OUT, Value.of(table.rows().size() - rows + " rows of the table"));
            String text = json.write(shorter);
            if (text.length() <= chars) {
                return Optional.of(new Cut(shorter, text, true));
            }
        }
        return Optional.empty();
    }

    /** Cuts what takes the most room, again and again until the rest fits. */
    private static Optional<Cut> shorter(Value.Fields whole, Json json, int chars) {
        var cuts = new LinkedHashMap<String, Piece>();
        Value.Fields rest = whole;
        for (int i = 0; i < MOST_CUTS; i++) {
            Value.Fields told = rest.with(LEFT_OUT, Value.of(words(cuts)));
            String text = json.write(told);
            if (text.length() <= chars && !cuts.isEmpty()) {
                return Optional.of(new Cut(told, text, true));
            }
            var piece = new Heaviest(json, text.length() - chars + NOTE);
            if (!(piece.cut("", rest) instanceof Value.Fields fields)) {
                return Optional.empty();
            }
            rest = fields;
            cuts.merge(
                    piece.path,
                    new Piece(piece.whole, piece.kept, piece.unit),
                    (first, later) -> new Piece(first.whole, later.kept, first.unit));
        }
        return Optional.empty();
    }

    /** @param whole how many there were */
    private record Piece(int whole, int kept, String unit) {}

    private static String words(Map<String, Piece> cuts) {
        var words = new ArrayList<String>();
        cuts.forEach((path, piece) ->
                words.add(piece.whole - piece.kept + " of " + piece.whole + " " + piece.unit + " of " + path));
        return String.join("; ", words);
    }

    /** Finds the list or text that takes the most room, and cuts that much of its end. */
    private static final class Heaviest {
        private final Json json;
        private final int excess;
        private String path = "";
        private int whole;
        private int kept;
        private String unit = "";

        Heaviest(Json json, int excess) {
            this.json = json;
            this.excess = excess;
        }

        /** The value made shorter; {@link Value.Absent} when nothing of it can be. */
        Value cut(String at, Value value) {
            return switch (value) {
                case Value.Fields fields -> fields(at, fields);
                case Value.Items items
                when items.items().size() == 1 -> {
                    Value only = cut(at + "/0", items.items().getFirst());
                    yield only.equals(Value.Absent.ABSENT) ? only : Value.items(List.of(only));
                }
                case Value.Items items -> {
                    int most = items.items().size();
                    int keep = keep(most, json.write(items).length(), at, "items");
                    yield keep == most
                            ? Value.Absent.ABSENT
                            : Value.items(items.items().subList(0, keep));
                }
                case Value.Text text -> {
                    int most = text.text().length();
                    int keep = keep(most, json.write(text).length(), at, "characters");
                    yield keep == most
                            ? Value.Absent.ABSENT
                            : Value.of(text.text().substring(0, keep));
                }
                case Value.Number ignored -> Value.Absent.ABSENT;
                case Value.Flag ignored -> Value.Absent.ABSENT;
                case Value.Absent absent -> absent;
            };
        }

        private Value fields(String at, Value.Fields fields) {
            String heaviest = "";
            int weight = 0;
            for (Map.Entry<String, Value> field : fields.fields().entrySet()) {
                int size = json.write(field.getValue()).length();
                if (size > weight) {
                    heaviest = field.getKey();
                    weight = size;
                }
            }
            Value shorter = cut(at + "/" + heaviest, fields.get(heaviest));
            return shorter.equals(Value.Absent.ABSENT) ? shorter : fields.with(heaviest, shorter);
        }

        private int keep(int most, int size, String at, String what) {
            long room = Math.max(0, size - excess);
            int keep = (int) Math.min(Math.max(0, most - 1), most * room / Math.max(1, size));
            path = at;
            whole = most;
            kept = keep;
            unit = what;
            return keep;
        }
    }

    private static Cut start(Value.Fields whole, String text, Json json, int chars) {
        int kept = chars / 3;
        Value.Builder shown = Value.fields().put("success", true);
        if (Untrusted.marks(whole)) {
            Untrusted.result().build().fields().forEach(shown::put);
        }
        Value.Fields start = shown.put("text", text.substring(0, kept))
                .put(LEFT_OUT, text.length() - kept + " of " + text.length() + " characters")
                .build();
        return new Cut(start, json.write(start), true);
    }
}
