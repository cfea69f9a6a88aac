package dev.tidings.stream;

import java.util.List;

/**
 * What a subscriber reads from the log: what it has to be told first, the encoded events after its
 * cursor, and where its cursor stands once they are served.
 *
 * @param epoch the life of the log it was read in
 * @param told own events, such as {@code reset}
 * @param events in position order, as {@link Link}s that are not chained
 * @param end everything up to here is in {@code events} or gone
 * @param lost whether the cursor meant nothing, and now stands at {@code end}
 */
record Replay(String epoch, List<byte[]> told, List<Link> events, long end, boolean lost) {}
