package io.hexagent.domain.strategy;

import java.util.regex.Pattern;

/** The name under which a client keeps its strategy session, chosen by the client. */
public record ClientId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    public ClientId {
        if (!FORM.matcher(value).matches()) {
            String shown = value.length() <= 80 ? value : value.substring(0, 80) + "…";
            throw new IllegalArgumentException("client id \"" + shown
                    + "\" is not 1 to 64 letters, digits, dots, colons, dashes and underscores that begin with a letter"
                    + " or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
