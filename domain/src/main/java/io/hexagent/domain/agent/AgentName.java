package io.hexagent.domain.agent;

import java.util.regex.Pattern;

/** What an agent is chosen by. */
public record AgentName(String value) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    public static final AgentName ANALYST = new AgentName("analyst");
    public static final AgentName CHAT = new AgentName("chat");
    public static final AgentName PLOTTER = new AgentName("plotter");
    public static final AgentName RESEARCHER = new AgentName("researcher");

    public AgentName {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an agent's name is 1 to 64 characters of a-z, A-Z, 0-9, _ and -, got \"" + value + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
