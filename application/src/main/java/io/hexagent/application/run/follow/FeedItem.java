package io.hexagent.application.run.follow;

import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import org.jspecify.annotations.Nullable;

/**
 * What a follower is told. One item is shared by all followers of a run, together with what the doors make of it, so
 * that it is encoded once and not once for each reader. Safe for use by many threads.
 */
public abstract sealed class FeedItem {
    /** Makes bytes of an item. It is the key under which they are kept, so one is used for all readers alike. */
    @FunctionalInterface
    public interface Renderer {
        /** The bytes; an array without any when there is nothing to be told. */
        byte[] render(FeedItem item);
    }

    private record Rendering(
            Renderer by, byte[] bytes, @Nullable Rendering next) {}

    private volatile @Nullable Rendering renderings;

    private FeedItem() {}

    /** What a renderer makes of the item: made once, then shared. Not to be changed. */
    public final byte[] rendered(Renderer renderer) {
        byte[] bytes = find(renderings, renderer);
        return bytes == null ? render(renderer) : bytes;
    }

    private synchronized byte[] render(Renderer renderer) {
        byte[] bytes = find(renderings, renderer);
        if (bytes == null) {
            bytes = renderer.render(this);
            renderings = new Rendering(renderer, bytes, renderings);
        }
        return bytes;
    }

    private static byte @Nullable [] find(@Nullable Rendering from, Renderer renderer) {
        for (@Nullable Rendering rendering = from; rendering != null; rendering = rendering.next()) {
            if (rendering.by().equals(renderer)) {
                return rendering.bytes();
            }
        }
        return null;
    }

    /** An event was committed. */
    public static final class Happened extends FeedItem {
        private final Run run;
        private final RecordedEvent event;

        Happened(Run run, RecordedEvent event) {
            this.run = run;
            this.event = event;
        }

        /** The run as it was when it was first followed: its state may be old. */
        public Run run() {
            return run;
        }

        public RecordedEvent event() {
            return event;
        }

        public long seq() {
            return event.seq();
        }
    }

    /** A reply begins, or a reader joins in the middle of it: all of its text so far. */
    public static final class TextBegun extends FeedItem {
        private final Run run;
        private final int reply;
        private final String text;

        TextBegun(Run run, int reply, String text) {
            this.run = run;
            this.reply = reply;
            this.text = text;
        }

        public Run run() {
            return run;
        }

        /** Its number, which grows from reply to reply of a run. */
        public int reply() {
            return reply;
        }

        public String text() {
            return text;
        }
    }

    /** A reply goes on. */
    public static final class TextGrown extends FeedItem {
        private final Run run;
        private final int reply;
        private final String delta;

        TextGrown(Run run, int reply, String delta) {
            this.run = run;
            this.reply = reply;
            this.delta = delta;
        }

        public Run run() {
            return run;
        }

        public int reply() {
            return reply;
        }

        public String delta() {
            return delta;
        }
    }

    /** All runs of the conversation were read, and none is at work. */
    public static final class Idle extends FeedItem {
        static final Idle IDLE = new Idle();

        private Idle() {}
    }
}
