package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.value.Value;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final UrlTemplate TEMPLATE = UrlTemplate.of("https://api.example.com:8443/v1/{a}/items?q={b}");

    private static String filled(UrlTemplate template, String a, String b) {
        Value.Fields values = Value.fields().put("a", a).put("b", b).build();
        return template.filled(values::get, Map.of()).toString();
    }

    @Test
    void argumentsAreEscapedAtTheirPlaces() {
        assertThat(filled(TEMPLATE, "x/y?z#@", "ü &="))
                .isEqualTo("https://api.example.com:8443/v1/x%2Fy%3Fz%23%40/items?q=%C3%BC%20%26%3D");
    }

    @Test
    void furtherArgumentsGoIntoTheQuery() {
        assertThat(UrlTemplate.of("http://x.org/p")
                        .filled(name -> Value.Absent.ABSENT, Map.of("a b", Value.of(1)))
                        .toString())
                .isEqualTo("http://x.org/p?a%20b=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://{host}/x",
                "https://api.{host}/x",
                "https://api.example.com{path}",
                "https://api.example.com:{port}/",
                "{scheme}://api.example.com/",
                "https://me:secret@api.example.com/",
                "https://api.example.com@{a}/",
                "https://api.example.com\\@evil.org/",
                "https://api.example.com/#{a}",
                "https://api.example.com/../{a}",
                "https://api.example.com/%2e%2e/{a}",
                "https://api.example.com/${secret:KEY}",
                "ftp://api.example.com/",
                "file:///etc/passwd",
                "https:///x",
                "https://api.example.com/{a b}",
                "//api.example.com/",
                ""
            })
    void aTemplateThatCouldLeadElsewhereIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UrlTemplate.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void anArgumentThatGoesUpIsRefused(String up) {
        assertThatIllegalArgumentException().isThrownBy(() -> filled(TEMPLATE, up, "b"));
    }

    @Property
    void whateverTheArgumentsAreTheHostStays(@ForAll String a, @ForAll String b) {
        String cleaned = Value.of(a).toString();
        if (cleaned.equals(".") || cleaned.equals("..")) {
            return;
        }
        assertThat(filled(TEMPLATE, a, b))
                .startsWith("https://api.example.com:8443/v1/")
                .contains("/items?q=");
    }
}
