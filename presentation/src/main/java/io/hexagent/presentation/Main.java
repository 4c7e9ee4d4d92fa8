package io.hexagent.presentation;

import io.hexagent.presentation.cli.Cli;
import io.hexagent.presentation.cli.Surroundings;

/** Where the program starts. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LogSetup.quiet();
        System.exit(Cli.run(Surroundings.ofProcess(), arguments));
    }
}
