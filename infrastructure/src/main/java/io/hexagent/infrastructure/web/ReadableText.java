package io.hexagent.infrastructure.web;

import io.hexagent.domain.web.Fetched;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * An answer as a person reads it. Of HTML that is the main part's text with headings, lists, tables and links, without
 * scripts, forms, menus and other furniture.
 */
record ReadableText(Optional<String> title, String text) {
    private static final String FURNITURE =
            "script, style, noscript, template, svg, canvas, iframe, object, embed, head,"
                    + " form, button, input, select, textarea, dialog, [hidden], [aria-hidden=true]";
    private static final String AROUND = "nav, footer, aside, [role=navigation], [role=banner], [role=contentinfo]";
    private static final int LEAST_MAIN = 200;
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "blockquote",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tr",
            "ul");

    static ReadableText of(Fetched.Answer answer) {
        String type = answer.mediaType();
        if (!type.equals("text/html") && !type.equals("application/xhtml+xml")) {
            return new ReadableText(Optional.empty(), answer.text());
        }
        try {
            // Without a charset in the headers, the page's own word for it counts.
            Document page = Jsoup.parse(
                    new ByteArrayInputStream(answer.bytes()),
                    answer.charset().map(Charset::name).orElse(null),
                    answer.uri().toString());
            String title = page.title();
            return new ReadableText(Optional.of(title), text(page));
        } catch (IOException broken) {
            throw new UncheckedIOException("reading from memory failed", broken);
        }
    }

    private static String text(Document page) {
        page.select(FURNITURE).remove();
        Element main = page.selectFirst("main, [role=main]");
        if (main == null && page.select("article").size() == 1) {
            main = page.selectFirst("article");
        }
        if (main == null || main.text().length() < LEAST_MAIN) {
            page.select(AROUND).remove();
            main = page.body();
        }
        var writer = new Writer();
        main.traverse(writer);
        return writer.text();
    }

    /** Writes what it passes. */
    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private int pre;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                write(pre > 0 ? text.getWholeText() : text.getWholeText().replaceAll("[\\s\\u00A0]+", " "));
            } else if (node instanceof Element element) {
                begin(element, element.normalName());
            }
        }

        private void begin(Element element, String name) {
            switch (name) {
                case "br" -> newLine();
                case "pre" -> {
                    paragraph();
                    pre++;
                }
                case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                    paragraph();
                    out.append("#".repeat(name.charAt(1) - '0')).append(' ');
                }
                case "li" -> {
                    newLine();
                    out.append("- ");
                }
                case "td", "th" -> {
                    if (element.elementSiblingIndex() > 0) {
                        out.append(" | ");
                    }
                }
                case "tr", "dt", "dd" -> newLine();
                case "a" -> {
                    if (isLink(element)) {
                        out.append('[');
                    }
                }
                case "img" -> {
                    String alt = element.attr("alt").strip();
                    if (!alt.isEmpty()) {
                        write("(picture: " + alt + ")");
                    }
                }
                default -> {
                    if (BLOCKS.contains(name)) {
                        paragraph();
                    }
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                String name = element.normalName();
                if (name.equals("a") && isLink(element)) {
                    out.append("](").append(element.absUrl("href")).append(')');
                } else if (name.equals("pre")) {
                    pre--;
                    paragraph();
                } else if (name.equals("li") || name.equals("tr") || name.equals("dt") || name.equals("dd")) {
                    newLine();
                } else if (BLOCKS.contains(name)) {
                    paragraph();
                }
            }
        }

        private static boolean isLink(Element element) {
            String href = element.absUrl("href").toLowerCase(Locale.ROOT);
            return href.startsWith("http") && !element.attr("href").startsWith("#") && element.hasText();
        }

        private void write(String text) {
            boolean atStart = out.isEmpty() || Character.isWhitespace(out.charAt(out.length() - 1));
            out.append(pre == 0 && atStart ? text.stripLeading() : text);
        }

        private void newLine() {
            if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
                out.append('\n');
            }
        }

        private void paragraph() {
            newLine();
            if (out.length() > 1 && out.charAt(out.length() - 2) != '\n') {
                // A bullet is followed by its text, not by an empty line.
                if (endsWith("- \n")) {
                    out.setLength(out.length() - 1);
                    return;
                }
                out.append('\n');
            }
        }

        private boolean endsWith(String end) {
            return out.length() >= end.length()
                    && out.substring(out.length() - end.length()).equals(end);
        }

        String text() {
            return out.toString()
                    .replaceAll("[ \\t]+\\n", "\n")
                    .replaceAll("\\n{3,}", "\n\n")
                    .strip();
        }
    }
}
