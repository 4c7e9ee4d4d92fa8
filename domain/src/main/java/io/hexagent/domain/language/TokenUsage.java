package io.hexagent.domain.language;

/** Tokens read and written by a model, as it counted them; zero when it did not say. */
public record TokenUsage(long input, long output) {
    public static final TokenUsage NONE = new TokenUsage(0, 0);

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(input + other.input, output + other.output);
    }

    public long total() {
        return input + output;
    }
}
