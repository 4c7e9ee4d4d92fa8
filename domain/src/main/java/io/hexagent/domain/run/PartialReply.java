package io.hexagent.domain.run;

/**
 * A model's reply while it is being written.
 *
 * @param reply its number, which grows from reply to reply of a run; one that begins anew has a new number
 * @param text all of it so far
 */
public record PartialReply(int reply, String text) {}
