package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with a document, with lines and columns. */
final class Errors {
    private static final int SHOWN = 60;

    private final int[] document;
    private final List<CompileError> errors = new ArrayList<>();

    Errors(int[] document) {
        this.document = document;
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    void add(ErrorCode code, String message, String cause, String fix, String example) {
        errors.add(new CompileError(code.wire(), message, Optional.empty(), cause, fix, example));
    }

    void add(ErrorCode code, Span span, String message, String cause, String fix, String example) {
        errors.add(new CompileError(code.wire(), message, Optional.of(position(span)), cause, fix, example));
    }

    /** A text in one line of a message. */
    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int length = line.codePointCount(0, line.length());
        return length > SHOWN ? line.substring(0, line.offsetByCodePoints(0, SHOWN - 1)) + "…" : line;
    }

    /** In the order of the document, those of the whole of it first; no more than some. */
    List<CompileError> sorted(int most) {
        return errors.stream()
                .sorted(Comparator.comparingInt((CompileError error) -> error.position()
                                .map(CompileError.Position::line)
                                .orElse(0))
                        .thenComparingInt(error -> error.position()
                                .map(CompileError.Position::column)
                                .orElse(0)))
                .limit(most)
                .toList();
    }

    /** A span that goes on over lines is cut at the end of its first. */
    private CompileError.Position position(Span span) {
        int line = 1;
        int start = 0;
        int end = Math.min(span.start(), document.length);
        for (int i = 0; i < end; i++) {
            boolean pair = document[i] == '\r' && i + 1 < document.length && document[i + 1] == '\n';
            if (document[i] == '\n' || (document[i] == '\r' && !pair)) {
                line++;
                start = i + 1;
            }
        }
        int last = end;
        while (last < Math.min(span.end(), document.length) && document[last] != '\n' && document[last] != '\r') {
            last++;
        }
        return new CompileError.Position(line, end - start + 1, Math.max(1, last - end));
    }
}
