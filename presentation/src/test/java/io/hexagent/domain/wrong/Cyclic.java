package io.hexagent.domain.wrong;

/** Depends on a room that depends on this one. */
public final class Cyclic {
    public static final String NAME = "cyclic";

    /** What the other room calls. */
    public String name() {
        return WrongHelper.cycle() + NAME;
    }
}
