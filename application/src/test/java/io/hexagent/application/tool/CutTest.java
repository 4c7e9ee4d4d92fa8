package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.PlainJson;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutTest {
    private final PlainJson json = new PlainJson();

    @Test
    void whatFitsIsLeftAlone() {
        Value.Fields small = Value.fields().put("success", true).build();
        Cut cut = Cut.to(small, json, 1000);
        assertThat(cut.truncated()).isFalse();
        assertThat(cut.result()).isSameAs(small);
        assertThat(cut.text()).isEqualTo("{\"success\":true}");
    }

    @Test
    void aTableKeepsItsFirstRowsAndSaysHowManyAreMissing() {
        var rows = new ArrayList<List<Value>>();
        for (int i = 0; i < 1000; i++) {
            rows.add(List.of(Value.of(i), Value.of("some text in row " + i)));
        }
        Value.Fields whole = Value.fields()
                .put("success", true)
                .put("table", Table.of(List.of("n", "text"), rows).toValue())
                .build();
        Cut cut = Cut.to(whole, json, 5000);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.text().length()).isLessThanOrEqualTo(5000);
        Table kept = Table.of(json.readFields(cut.text()).fields("table").orElseThrow());
        assertThat(kept.rows()).hasSizeBetween(50, 500);
        assertThat(kept.rows().getFirst()).isEqualTo(rows.getFirst());
        assertThat(kept.totalRows()).isEqualTo(1000);
        assertThat(cut.result().text("left_out")).contains(1000 - kept.rows().size() + " rows of the table");
    }

    @Test
    void anythingElseKeepsTheStartOfItsText() {
        Value.Fields whole = Value.fields().put("text", "x".repeat(10_000)).build();
        Cut cut = Cut.to(whole, json, 2000);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.text().length()).isLessThanOrEqualTo(2000);
        assertThat(json.readFields(cut.text()).text("left_out").orElseThrow()).contains("of 10011 characters");
    }
}
