package io.hexagent.presentation.stream;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.Follower;

/**
 * The body of a response that goes on for as long as there is something to follow.
 *
 * @param renderer makes the bytes of each item; one for all streams of a kind
 * @param beat what is sent when there was nothing else for a while; not to be changed
 * @param gone run when the client leaves before the end, on the connection's thread: must not block
 */
public record StreamBody(Follower.Opening opening, FeedItem.Renderer renderer, byte[] beat, Runnable gone) {
    private static final Runnable NOTHING = () -> {};

    /** A stream whose client may leave: the run goes on. */
    public static StreamBody of(Follower.Opening opening, FeedItem.Renderer renderer, byte[] beat) {
        return new StreamBody(opening, renderer, beat, NOTHING);
    }
}
