package io.hexagent.application.run.follow;

import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Run;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a run's newest replies, while they are being written and a little longer, for readers that are a little
 * behind. While a model writes, nothing else happens in its run: so a reply belongs right after one event of the log,
 * and its number tells which. Safe for use by many threads.
 */
final class RunText {
    /** Replies that may begin anew after the same event and still have numbers of their own. */
    private static final int TRIES = 16;

    private static final int KEPT = 4;

    private static final class Reply {
        private final int number;
        private final StringBuilder text = new StringBuilder();
        private @Nullable Piece newest;

        Reply(int number) {
            this.number = number;
        }
    }

    /** A part of a text as an item, kept for the next reader that stands at the same place. */
    private record Piece(int from, int to, FeedItem item) {}

    /** How far a reader is in which reply. */
    static final class Place {
        private int reply = -1;
        private int offset;
    }

    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private long lastSeq;
    private long touched = System.nanoTime();
    private int feeds;
    private boolean atWork;
    private boolean unsaved;
    private long saved;

    /** An event was added to the run here. */
    synchronized void reached(long seq) {
        lastSeq = seq;
        atWork = true;
        touched = System.nanoTime();
    }

    /** The run has ended. @return whether the text can be let go */
    synchronized boolean end() {
        atWork = false;
        return feeds == 0;
    }

    synchronized void join() {
        feeds++;
    }

    /** Ends what {@link #join} began. @return whether the text can be let go */
    synchronized boolean leave() {
        feeds--;
        return feeds == 0 && !atWork;
    }

    /** The model wrote more. */
    synchronized void append(String more) {
        current().text.append(more);
        touch();
    }

    /** What the model wrote of its reply is void. */
    synchronized void restart() {
        @Nullable Reply begun = replies.peekLast();
        if (begun == null || after(begun.number) != lastSeq) {
            return;
        }
        replies.removeLast();
        int tries = begun.number % TRIES;
        open(tries == TRIES - 1 ? begun.number : begun.number + 1);
        touch();
    }

    /** Another process wrote more. @return whether that is news */
    synchronized boolean adopt(PartialReply partial) {
        @Nullable Reply newest = replies.peekLast();
        if (newest != null && newest.number > partial.reply()) {
            return false;
        }
        if (newest == null || newest.number < partial.reply()) {
            newest = open(partial.reply());
        } else if (newest.text.length() >= partial.text().length()) {
            return false;
        }
        newest.text.setLength(0);
        newest.text.append(partial.text());
        touched = System.nanoTime();
        return true;
    }

    /**
     * What a reader has not seen of the reply that is written after the event that it has read last: all of it at
     * first, then what was added.
     */
    synchronized Optional<FeedItem> next(Run run, long after, Place place) {
        @Nullable Reply reply = at(after);
        return reply == null ? Optional.empty() : rest(run, reply, reply.text.length(), place);
    }

    /**
     * The same, when the reply is complete and its event is about to be told.
     *
     * @param content the reply's text as its event has it
     * @param always whether a reply of which nothing is known here is told from its content
     */
    synchronized Optional<FeedItem> last(Run run, long after, String content, boolean always, Place place) {
        @Nullable Reply reply = at(after);
        if (reply != null && content.length() > reply.text.length() && content.startsWith(reply.text.toString())) {
            reply.text.append(content, reply.text.length(), content.length());
        }
        if (reply != null && reply.text.length() > 0) {
            return rest(run, reply, reply.text.length(), place);
        }
        int number = numberAfter(after);
        if (!always || content.isEmpty() || place.reply >= number) {
            return Optional.empty();
        }
        place.reply = number;
        place.offset = content.length();
        return Optional.of(new FeedItem.TextBegun(run, number, content));
    }

    private static Optional<FeedItem> rest(Run run, Reply reply, int length, Place place) {
        if (place.reply != reply.number) {
            boolean anew = reply.number % TRIES > 0 && place.reply >= 0;
            if (length == 0 && !anew) {
                return Optional.empty();
            }
            place.reply = reply.number;
            place.offset = length;
            return Optional.of(piece(run, reply, 0, length));
        }
        if (place.offset >= length) {
            return Optional.empty();
        }
        FeedItem item = piece(run, reply, place.offset, length);
        place.offset = length;
        return Optional.of(item);
    }

    private static FeedItem piece(Run run, Reply reply, int from, int to) {
        @Nullable Piece newest = reply.newest;
        if (newest != null && newest.from() == from && newest.to() == to) {
            return newest.item();
        }
        String text = reply.text.substring(from, to);
        FeedItem item = from == 0
                ? new FeedItem.TextBegun(run, reply.number, text)
                : new FeedItem.TextGrown(run, reply.number, text);
        reply.newest = new Piece(from, to, item);
        return item;
    }

    /**
     * What is to be kept for other processes, at most once in a while; empty when it is too early or nothing is new.
     */
    synchronized Optional<PartialReply> toSave(long pauseNanos) {
        @Nullable Reply reply = replies.peekLast();
        long now = System.nanoTime();
        if (!unsaved || reply == null || now - saved < pauseNanos) {
            return Optional.empty();
        }
        unsaved = false;
        saved = now;
        return Optional.of(new PartialReply(reply.number, reply.text.toString()));
    }

    /** Whether nobody reads, and nobody has written for so long: the run was lost to another process. */
    synchronized boolean isForgotten(long nanos) {
        return feeds == 0 && System.nanoTime() - touched > nanos;
    }

    /** Whether the model wrote here a moment ago. */
    synchronized boolean isWrittenHere() {
        return unsaved || (saved != 0 && System.nanoTime() - saved < 2_000_000_000L);
    }

    private @Nullable Reply at(long after) {
        for (Iterator<Reply> newestFirst = replies.descendingIterator(); newestFirst.hasNext(); ) {
            Reply reply = newestFirst.next();
            if (after(reply.number) == after) {
                return reply;
            }
        }
        return null;
    }

    private Reply current() {
        @Nullable Reply newest = replies.peekLast();
        return newest == null || after(newest.number) != lastSeq ? open(numberAfter(lastSeq)) : newest;
    }

    private Reply open(int number) {
        var reply = new Reply(number);
        replies.addLast(reply);
        if (replies.size() > KEPT) {
            replies.removeFirst();
        }
        return reply;
    }

    private void touch() {
        touched = System.nanoTime();
        unsaved = true;
    }

    private static int numberAfter(long seq) {
        return Math.toIntExact(seq * TRIES);
    }

    private static long after(int number) {
        return number / TRIES;
    }
}
