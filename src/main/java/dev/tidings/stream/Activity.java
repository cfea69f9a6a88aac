package dev.tidings.stream;

/**
 * What a node does, at one moment.
 *
 * @param streams that are open
 * @param topics that have a channel
 * @param deliveries events that were written to streams, a second, in the last one
 * @param publishes events that were published on this node, a second, in the last one
 * @param allDeliveries those since the node started
 * @param tailLag events that are known to be committed and have yet to come into memory
 * @param ready false while streams are being moved away, and none are let in
 */
public record Activity(
    int streams,
    int topics,
    double deliveries,
    double publishes,
    long allDeliveries,
    long tailLag,
    boolean ready) {}
