package io.hexagent.presentation.cli;

import io.hexagent.application.run.RunListener;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.RunId;
import java.io.PrintStream;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What is going on, on a terminal: a line for each step that is done and a spinner for the one at work. The lines are
 * drawn by a thread of its own; whoever reports never waits.
 */
final class Progress implements RunListener, AutoCloseable {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final long FRAME_MILLIS = 80;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final int columns;
    private final Style style;
    private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
    private final Thread painter;
    private volatile String now = "";

    private Progress(PrintStream err, int columns, Style style) {
        this.err = err;
        this.columns = columns;
        this.style = style;
        this.painter = Thread.ofPlatform().daemon().name("progress").unstarted(this::paint);
    }

    /** Starts to draw when there is a terminal to draw on and progress is wanted. */
    static Progress on(Surroundings around, boolean wanted) {
        var progress = new Progress(around.err(), around.columns(), new Style(around.colour()));
        if (wanted && around.errIsTerminal()) {
            progress.painter.start();
        }
        return progress;
    }

    /** Says what is at work now. */
    void doing(String what) {
        now = what;
    }

    @Override
    public void event(RunId run, RunEvent event) {
        switch (event) {
            case RunEvent.RunStarted started -> doing("Reading the question");
            case RunEvent.UserRequest request -> doing("Thinking");
            case RunEvent.AgentThought thought -> doing(thought.content());
            case RunEvent.ToolCalled called -> doing("Calling " + called.tool());
            case RunEvent.ToolProgress progress -> doing(progress.message() + " " + progress.percent() + " %");
            case RunEvent.ToolReturned returned -> {
                String mark = returned.ok() ? style.green("✓") : style.red("✗");
                done.add(mark + " " + returned.tool() + style.faint(" " + returned.millis() + " ms"));
                doing("Thinking");
            }
            case RunEvent.ArtifactCreated created -> done.add(style.green("✓") + " " + created.title());
            case RunEvent.AgentResponse response -> doing("Writing it down");
            case RunEvent.RunQueued ignored -> {}
            case RunEvent.ChildRun ignored -> {}
            case RunEvent.InputRequested ignored -> {}
            case RunEvent.InputReceived ignored -> {}
            case RunEvent.RunCompleted ignored -> {}
            case RunEvent.RunFailed ignored -> {}
            case RunEvent.RunCancelled ignored -> {}
        }
    }

    private void paint() {
        long begun = System.nanoTime();
        try {
            for (int frame = 0; ; frame++) {
                flushDone();
                String seconds = (System.nanoTime() - begun) / 100_000_000 / 10.0 + " s";
                String line = Text.cut(now, Math.max(10, columns - seconds.length() - 5));
                err.print(CLEAR_LINE + style.green(SPINNER[frame % SPINNER.length]) + " " + line + " "
                        + style.faint(seconds));
                err.flush();
                synchronized (this) {
                    wait(FRAME_MILLIS);
                }
            }
        } catch (InterruptedException end) {
            err.print(CLEAR_LINE);
            flushDone();
            err.flush();
        }
    }

    private void flushDone() {
        for (String line = done.poll(); line != null; line = done.poll()) {
            err.println(CLEAR_LINE + line);
        }
    }

    @Override
    public void close() {
        clear();
    }

    /** Ends the drawing and clears the line at work. */
    void clear() {
        if (painter.isAlive()) {
            painter.interrupt();
            try {
                painter.join();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
