package io.hexagent.application.tool;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;

/**
 * A tool's result made to fit: still valid JSON, saying how much was left out. A table keeps its first rows; anything
 * else is replaced by the start of its text.
 */
record Cut(Value.Fields result, String text, boolean truncated) {

    static Cut to(Value.Fields whole, Json json, int chars) {
        String text = json.write(whole);
        if (text.length() <= chars) {
            return new Cut(whole, text, false);
        }
        if (whole.fields("table").isPresent()) {
            Table table = Table.of(whole.fields("table").get());
            for (int rows = table.rows().size() / 2; rows > 0; rows /= 2) {
                var fewer = new Table(table.columns(), table.rows().subList(0, rows), table.totalRows());
                Value.Fields shorter = whole.with("table", fewer.toValue())
                        .with("left_out", Value.of(table.rows().size() - rows + " rows of the table"));
                String shorterText = json.write(shorter);
                if (shorterText.length() <= chars) {
                    return new Cut(shorter, shorterText, true);
                }
            }
        }
        int kept = chars / 2;
        Value.Fields start = Value.fields()
                .put("success", true)
                .put("text", text.substring(0, kept))
                .put("left_out", text.length() - kept + " of " + text.length() + " characters")
                .build();
        return new Cut(start, json.write(start), true);
    }
}
