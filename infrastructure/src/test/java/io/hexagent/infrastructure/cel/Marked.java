package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.CompileError;
import java.util.ArrayList;
import java.util.List;

/** A text in which the places of errors are marked: {@code «RSI»(14) < 30}. */
record Marked(String text, List<CompileError.Position> positions) {
    static Marked of(String marked) {
        var text = new StringBuilder();
        var positions = new ArrayList<CompileError.Position>();
        int line = 1;
        int column = 1;
        int start = 0;
        int[] points = marked.codePoints().toArray();
        for (int point : points) {
            if (point == '«') {
                start = column;
            } else if (point == '»') {
                positions.add(new CompileError.Position(line, start, column - start));
            } else {
                text.appendCodePoint(point);
                column = point == '\n' ? 1 : column + 1;
                line += point == '\n' ? 1 : 0;
            }
        }
        return new Marked(text.toString(), List.copyOf(positions));
    }
}
