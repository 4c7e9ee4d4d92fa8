package io.hexagent.domain.strategy;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is traded, in capitals: {@code GOOG}, {@code BTCUSDT}. */
public record Symbol(String name) {
    private static final Pattern FORM = Pattern.compile("[A-Z0-9][A-Z0-9._-]{0,31}");

    public Symbol {
        name = name.strip().toUpperCase(Locale.ROOT);
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "symbol \"" + name + "\" is not 1 to 32 letters, digits, dots, dashes and underscores");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
