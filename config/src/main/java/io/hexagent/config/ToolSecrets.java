package io.hexagent.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The secrets of custom tools among the settings: {@code tools.secret.<name>}, or {@code HEXAGENT_TOOLS_SECRET_<NAME>}
 * in the environment, and {@code tools.secret-hosts.<name>} for the hosts that may get it.
 */
final class ToolSecrets {
    static final String ENVIRONMENT = "HEXAGENT_TOOLS_SECRET_";

    private static final String SECRET = "secret.";
    private static final String HOSTS = "secret-hosts.";

    private ToolSecrets() {}

    /** The name, without {@code tools.}, of a variable of the environment. */
    static String name(String variable) {
        String name = variable.substring(ENVIRONMENT.length());
        return name.startsWith("HOSTS_") ? HOSTS + name.substring("HOSTS_".length()) : SECRET + name;
    }

    /** The secrets among values, by name in upper case. */
    static Map<String, Settings.ToolSecret> in(Map<String, String> values) {
        var hosts = new HashMap<String, List<String>>();
        values.forEach((name, text) -> {
            if (name.startsWith(HOSTS)) {
                hosts.put(
                        upper(name, HOSTS),
                        Arrays.stream(text.split(",", -1))
                                .map(String::strip)
                                .filter(host -> !host.isEmpty())
                                .toList());
            }
        });
        var secrets = new HashMap<String, Settings.ToolSecret>();
        values.forEach((name, text) -> {
            if (name.startsWith(SECRET) && !text.isBlank()) {
                String upper = upper(name, SECRET);
                secrets.put(upper, new Settings.ToolSecret(new Secret(text), hosts.getOrDefault(upper, List.of())));
            }
        });
        return secrets;
    }

    /** The values that are about no secret. */
    static Map<String, String> others(Map<String, String> values) {
        var others = new HashMap<>(values);
        others.keySet().removeIf(name -> name.startsWith(SECRET) || name.startsWith(HOSTS));
        return others;
    }

    private static String upper(String name, String prefix) {
        return name.substring(prefix.length()).toUpperCase(Locale.ROOT);
    }
}
