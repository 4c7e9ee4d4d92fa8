package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.PlainJson;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
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
    void totalsStayAndTheLongestListKeepsItsBeginning() {
        var positions = new ArrayList<Value>();
        for (int i = 0; i < 1000; i++) {
            positions.add(
                    Value.fields().put("symbol", "S" + i).put("value", 1000 - i).build());
        }
        Value.Fields whole = Value.fields()
                .put("success", true)
                .put(
                        "account",
                        Value.fields().put("positions", Value.items(positions)).build())
                .put("total", 500_500)
                .build();
        Cut cut = Cut.to(whole, json, 5000);
        assertThat(cut.text().length()).isBetween(3000, 5000);
        Value.Fields read = json.readFields(cut.text());
        assertThat(read.number("total")).isPresent();
        var kept = read.fields("account").orElseThrow().items("positions");
        assertThat(kept).hasSizeGreaterThan(50).startsWith(positions.getFirst());
        assertThat(read.text("left_out")).contains(1000 - kept.size() + " of 1000 items of /account/positions");
    }

    @Test
    void aLongTextKeepsItsStart() {
        Value.Fields whole = Value.fields()
                .put("success", true)
                .put("text", "x".repeat(10_000))
                .build();
        Cut cut = Cut.to(whole, json, 2000);
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.text().length()).isBetween(1500, 2000);
        assertThat(json.readFields(cut.text()).text("left_out").orElseThrow()).contains("of 10000 characters of /text");
    }

    @Test
    void whatOthersWroteStaysMarked() {
        var many = Value.fields().put("success", true);
        Untrusted.result().build().fields().forEach(many::put);
        for (int i = 0; i < 1000; i++) {
            many.put("field" + i, i);
        }
        assertThat(Untrusted.begins(Cut.to(many.build(), json, 2000).text())).isTrue();
        var one = Value.fields().put("success", true);
        Untrusted.result().put("text", "x".repeat(9000)).build().fields().forEach(one::put);
        assertThat(Untrusted.begins(Cut.to(one.build(), json, 2000).text())).isTrue();
    }

    @Test
    void whatHasNoLongPartIsReplacedByTheStartOfItsText() {
        var many = Value.fields();
        for (int i = 0; i < 1000; i++) {
            many.put("field" + i, i);
        }
        Cut cut = Cut.to(many.build(), json, 2000);
        assertThat(cut.text().length()).isLessThanOrEqualTo(2000);
        assertThat(json.readFields(cut.text()).text("left_out").orElseThrow()).contains("characters");
    }

    @Property
    void whateverItIsTheCutIsValidAndFits(
            @ForAll("results") Value.Fields whole, @ForAll @IntRange(min = 700, max = 3000) int chars) {
        Cut cut = Cut.to(whole, json, chars);
        assertThat(cut.text().length()).isLessThanOrEqualTo(Math.max(chars, 0));
        assertThat(json.readFields(cut.text())).isEqualTo(cut.result());
        assertThat(cut.result().has("left_out")).isEqualTo(cut.truncated());
    }

    @Provide
    Arbitrary<Value.Fields> results() {
        Arbitrary<Value> text = Arbitraries.strings().ofMaxLength(3000).map(Value::of);
        Arbitrary<Value> number = Arbitraries.integers().map(whole -> Value.of(whole.longValue()));
        Arbitrary<Value> leaf = Arbitraries.oneOf(text, number);
        Arbitrary<Value> items = leaf.list().ofMaxSize(30).map(Value::items);
        Arbitrary<Value> any = Arbitraries.oneOf(leaf, items);
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), any)
                .ofMaxSize(12)
                .map(Value.Fields::new);
    }
}
