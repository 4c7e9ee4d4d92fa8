package io.hexagent.domain.run;

/**
 * A model's reply while it is being written.
 *
 * @param reply its number in the run, from 1; a reply that begins anew has a new number
 * @param text all of it so far
 */
public record PartialReply(int reply, String text) {}
