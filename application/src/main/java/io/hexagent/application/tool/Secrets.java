package io.hexagent.application.tool;

import io.hexagent.domain.tool.CustomTool;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** The operator's secrets that custom tools may name in their headers. It prints none of them. Immutable. */
public final class Secrets {
    private final Map<String, Known> known;

    /**
     * A secret.
     *
     * @param hosts where it may be sent; empty: anywhere
     */
    public record Known(String text, List<String> hosts) {
        public Known {
            hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /** @param known by name; upper and lower case are the same */
    public Secrets(Map<String, Known> known) {
        this.known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.known.putAll(known);
    }

    /** A text with its secrets, or why one of them may not be used. */
    record Filled(String text, Optional<Refusal> refusal) {}

    /** Why a secret may not be used. @param isMissing whether it is not set */
    record Refusal(String why, boolean isMissing) {}

    Filled filled(String template, String host) {
        for (String name : names(List.of(template))) {
            Optional<String> refusal = refusal(name, host);
            if (refusal.isPresent()) {
                return new Filled("", refusal.map(why -> new Refusal(why, !known.containsKey(name))));
            }
        }
        Matcher places = CustomTool.secrets().matcher(template);
        return new Filled(places.replaceAll(place -> Matcher.quoteReplacement(text(place.group(1)))), Optional.empty());
    }

    /** Why a secret may not be sent to a host; empty: it may. */
    Optional<String> refusal(String name, String host) {
        Known secret = known.get(name);
        if (secret == null) {
            return Optional.of("the secret \"" + name + "\" is not set (setting tools.secret."
                    + name.toLowerCase(Locale.ROOT) + ")");
        }
        return secret.hosts().isEmpty() || secret.hosts().contains(host)
                ? Optional.empty()
                : Optional.of("the secret \"" + name + "\" may be sent to " + secret.hosts() + " only, not to " + host
                        + " (setting tools.secret-hosts." + name.toLowerCase(Locale.ROOT) + ")");
    }

    private String text(String name) {
        Known secret = known.get(name);
        return secret == null ? "" : secret.text();
    }

    /** The text with every secret that the templates name blotted out. */
    String blotted(String text, Collection<String> templates) {
        String blotted = text;
        for (String name : names(templates)) {
            String secret = text(name);
            if (!secret.isEmpty()) {
                blotted = blotted.replace(secret, "[secret " + name + "]");
            }
        }
        return blotted;
    }

    /** The secrets that texts name. */
    static Set<String> names(Collection<String> templates) {
        var names = new LinkedHashSet<String>();
        for (String template : templates) {
            Matcher places = CustomTool.secrets().matcher(template);
            while (places.find()) {
                names.add(places.group(1));
            }
        }
        return names;
    }
}
