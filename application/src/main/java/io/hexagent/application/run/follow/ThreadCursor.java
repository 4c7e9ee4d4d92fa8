package io.hexagent.application.run.follow;

/**
 * A place in a conversation.
 *
 * @param ordinal the run's number in its conversation, from 1; 0 is the start
 * @param seq the number of the run's event that was read last; 0 is the run's start
 */
public record ThreadCursor(long ordinal, long seq) {
    public static final ThreadCursor START = new ThreadCursor(0, 0);

    public ThreadCursor {
        if (ordinal < 0 || seq < 0 || (ordinal == 0 && seq != 0)) {
            throw new IllegalArgumentException("there is no place " + ordinal + "." + seq + " in a thread");
        }
    }

    /** {@code 2.17}: the second run up to its event 17. */
    @Override
    public String toString() {
        return ordinal + "." + seq;
    }
}
