package dev.tidings.doctor;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of the way between a client and the hub.
 *
 * @param address the origin that streams were opened at
 * @param pulses the same probe, more than once: a slow moment is no buffer
 * @param ahead by how many milliseconds the browser's clock is ahead of the node's; null where no
 *     browser looked
 * @param readable names of cookies that scripts can read
 * @param asked how the request for this report reached the node; null where it came another way
 */
record Observed(
    String address,
    List<Pulse> pulses,
    List<Silence> silences,
    @Nullable Long ahead,
    Set<String> readable,
    @Nullable Arrival asked) {

  /** The pulse that tells most: the one that was held back least. */
  @Nullable Pulse best() {
    return pulses.stream()
        .filter(Pulse::isStream)
        .filter(pulse -> !pulse.beats().isEmpty())
        .min(Comparator.comparingInt(Pulse::together))
        .orElse(null);
  }

  /** The nodes that answered. */
  Set<String> nodes() {
    return pulses.stream()
        .map(Pulse::arrival)
        .filter(Objects::nonNull)
        .map(Arrival::node)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean overTls() {
    return address.startsWith("https://");
  }
}
