package io.hexagent.infrastructure.lean;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what an error of Lean means and what to do. Positions are those of the algorithm in Python. */
public final class LeanErrors {
    private static final int LONGEST = 300;
    private static final Pattern LINE = Pattern.compile("main\\.py[\"']?[,:]?\\s*:?\\s*line (\\d+)");
    private static final Pattern ERROR = Pattern.compile("(?:ERROR::|Error:|Exception\\s?:|Runtime Error:)\\s*(.+)");

    private enum Family {
        SYNTAX("(?:SyntaxError|IndentationError|TabError)\\s*:\\s*(?<what>[^\\n(]+)"),
        IMPORT("(?:ModuleNotFoundError|ImportError)\\s*:\\s*(?<what>[^\\n]+)|(?<other>No module named '[^']+')"),
        CONSOLIDATOR("(?<what>(?i:unable to create)[^\\n]{0,80}(?i:consolidator)[^\\n]*)"),
        SYMBOL("(?<what>Unable to locate exchange hours for [^\\n"
                + ",.]+|(?i:symbol(?: properties)?[^\\n"
                + "]{0,60}(?:not found|could not be found|is invalid|was not found))[^\\n"
                + "]*|(?i:unable to (?:find|resolve)[^\\n"
                + "]{0,20}symbol)[^\\n"
                + "]*|KeyError\\s*:\\s*[^\\n"
                + "]+|(?i:no data (?:loaded|files? found)|failed data requests)[^\\n"
                + "]*)"),
        ATTRIBUTE("AttributeError\\s*:\\s*(?<what>[^\\n]+)|(?<other>has no attribute '[^']+')"),
        WARM_UP("(?<what>This operation is not allowed in (?i:initialize) or during warm up[^\\n]*"
                + "|(?i:[^\\n]{0,80}\\b(?:warm[- ]?up|not ready)\\b)[^\\n]*)");

        private final Pattern pattern;

        Family(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }

        Optional<String> find(String output) {
            Matcher matcher = pattern.matcher(output);
            if (!matcher.find()) {
                return Optional.empty();
            }
            return Optional.of(matcher.group().strip());
        }
    }

    private LeanErrors() {}

    /** What went wrong by the output of a run; one error at least. */
    public static List<CompileError> read(String output) {
        Map<Family, String> found = new LinkedHashMap<>();
        for (Family family : Family.values()) {
            String looked = family == Family.WARM_UP ? errorsOf(output) : output;
            family.find(looked).ifPresent(message -> found.put(family, message));
        }
        // A module that cannot be parsed is reported as one that cannot be imported, too.
        if (found.size() > 1 && found.containsKey(Family.SYNTAX)) {
            found.keySet().removeIf(family -> family != Family.SYNTAX);
        }
        var errors = new ArrayList<CompileError>();
        found.forEach((family, message) -> errors.add(error(family, message, line(output, message))));
        if (errors.isEmpty()) {
            errors.add(unknown(output));
        }
        return List.copyOf(errors);
    }

    /** Lean talks of warming up in its traces as well. */
    private static String errorsOf(String output) {
        return String.join(
                "\n",
                output.lines()
                        .filter(line -> !line.contains("TRACE::") && !line.contains("DEBUG::"))
                        .toList());
    }

    private static Optional<CompileError.Position> line(String output, String message) {
        Matcher inside = LINE.matcher(message);
        Matcher after = LINE.matcher(output);
        Matcher found = inside.find() ? inside : after.find(Math.max(0, output.indexOf(message))) ? after : null;
        return found == null || found.group(1).length() > 6
                ? Optional.empty()
                : Optional.of(new CompileError.Position(Math.max(1, Integer.parseInt(found.group(1))), 1, 1));
    }

    private static CompileError error(Family family, String message, Optional<CompileError.Position> position) {
        String shown = shortened(message);
        return switch (family) {
            case CONSOLIDATOR ->
                new CompileError(
                        ErrorCode.RESOLUTION.wire(),
                        shown,
                        position,
                        "Bars can be joined to longer ones, not cut into shorter ones: daily data cannot be"
                                + " consolidated to hours, and need no consolidator to be daily.",
                        "Take the consolidator out and subscribe in the resolution that is wanted, or subscribe in a"
                                + " finer one.",
                        "self.add_crypto(\"BTCUSDT\", Resolution.DAILY)");
            case IMPORT ->
                new CompileError(
                        ErrorCode.IMPORT.wire(),
                        shown,
                        position,
                        "The module is not installed where Lean runs; all of Lean comes with one import.",
                        "Import AlgorithmImports alone, and use Lean's own indicators.",
                        "from AlgorithmImports import *");
            case SYMBOL ->
                new CompileError(
                        ErrorCode.UNKNOWN_SYMBOL.wire(),
                        shown,
                        position,
                        "Lean does not know the symbol on that market, or has no data of it.",
                        "Check the name and the market, and that its data are in Lean's data folder.",
                        "self.add_crypto(\"BTCUSDT\", Resolution.DAILY, Market.BINANCE)");
            case ATTRIBUTE ->
                new CompileError(
                        ErrorCode.UNKNOWN_FIELD.wire(),
                        shown,
                        position,
                        "The object has no such field or method; in Python, Lean's names are written in small letters"
                                + " with underscores.",
                        "Check the name in Lean's reference; a field of your own is set in initialize first.",
                        "self.fast = SimpleMovingAverage(50)");
            case SYNTAX ->
                new CompileError(
                        ErrorCode.SYNTAX.wire(),
                        shown,
                        position,
                        "Python cannot read the line, or the one before it.",
                        "Look for a missing parenthesis, colon or quote, and for indentation that is not four spaces.",
                        "if self.fast.is_ready:\n    self.set_holdings(self.symbol, 1)");
            case WARM_UP ->
                new CompileError(
                        ErrorCode.WARM_UP.wire(),
                        shown,
                        position,
                        "While the algorithm warms up, indicators are not filled and orders are not taken.",
                        "Return from on_data while it warms up, and ask an indicator whether it is ready.",
                        "if self.is_warming_up or not self.fast.is_ready:\n    return");
        };
    }

    private static CompileError unknown(String output) {
        Matcher error = ERROR.matcher(output);
        String message = error.find() ? error.group(1) : output.strip().lines().reduce("", (a, b) -> b);
        return new CompileError(
                ErrorCode.ENGINE_FAILED.wire(),
                message.isBlank() ? "Lean ended without a result" : "Lean failed: " + shortened(message),
                line(output, message),
                "This error is not one of those that are known.",
                "Read Lean's log.",
                "");
    }

    private static String shortened(String message) {
        String line = message.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, line.offsetByCodePoints(0, LONGEST - 4)) + "…" : line;
    }
}
