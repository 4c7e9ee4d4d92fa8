package io.hexagent.domain.run;

import java.util.Locale;

/**
 * Why a run failed.
 *
 * @param message what happened and what to do; may be shown
 */
public record RunError(Code code, String message) {
    /** Why, for programs. */
    public enum Code {
        /** Too many turns, tool calls, tokens or seconds. */
        LIMIT_REACHED,
        /** The model gave no whole reply. */
        MODEL_FAILED,
        /** The model kept calling tools wrongly. */
        TOOL_MISUSE,
        /** The process that ran it ended. */
        WORKER_LOST,
        /** A defect of this program; the log says more. */
        INTERNAL;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when no code has the name */
        public static Code ofWire(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT));
        }
    }
}
