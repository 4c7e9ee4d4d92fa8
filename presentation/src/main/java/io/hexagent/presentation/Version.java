package io.hexagent.presentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The name and version of this program. */
public final class Version {
    public static final String NAME = "hexagent";

    private static final String VERSION = read();

    private Version() {}

    /** As the build named it. */
    public static String number() {
        return VERSION;
    }

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream("/io/hexagent/presentation/version.properties")) {
            var properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
