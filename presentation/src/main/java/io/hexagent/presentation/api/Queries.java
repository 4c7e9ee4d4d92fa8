package io.hexagent.presentation.api;

import io.micronaut.http.HttpRequest;
import java.util.Locale;
import java.util.Optional;

/** Parameters of a request's address. */
final class Queries {
    private Queries() {}

    static Optional<String> text(HttpRequest<?> request, String name) {
        return Optional.ofNullable(request.getParameters().get(name)).filter(text -> !text.isBlank());
    }

    /** @throws Problem 422 when it is no whole number from {@code least} to {@code most} */
    static int whole(HttpRequest<?> request, String name, int fallback, int least, int most) {
        Optional<String> text = text(request, name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            throw outside(name, text.get(), least, most);
        }
        throw outside(name, text.get(), least, most);
    }

    /** @throws Problem 422 when it is neither true nor false */
    static boolean flag(HttpRequest<?> request, String name, boolean fallback) {
        Optional<String> text = text(request, name).map(given -> given.toLowerCase(Locale.ROOT));
        if (text.isEmpty()) {
            return fallback;
        }
        return switch (text.get()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Problem.invalid(name, name + " \"" + text.get() + "\" is neither true nor false");
        };
    }

    private static Problem outside(String name, String text, int least, int most) {
        return Problem.invalid(name, name + " \"" + text + "\" is no whole number from " + least + " to " + most);
    }
}
