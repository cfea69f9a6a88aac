package dev.tidings.cluster;

import java.time.Instant;

/**
 * One server of the hub, as it said of itself a few seconds ago.
 *
 * @param run names it from its start to its end; no two have the same
 * @param name by what people know it; two may have the same
 * @param since when it started, and {@code seen} when it last gave a sign, both by the database's
 *     clock
 * @param draining whether its streams are being moved away
 * @param streams how many are open
 */
public record Node(
    String run, String name, Instant since, Instant seen, boolean draining, int streams) {}
