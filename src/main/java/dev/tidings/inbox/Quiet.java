package dev.tidings.inbox;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The hours in which a user is not to be disturbed, every day.
 *
 * @param zone a name of the time-zone database; anything else counts as UTC
 * @param from the first minute of the day; null where there are no such hours
 * @param to the first minute after them; before {@code from} where midnight lies in between
 */
record Quiet(String zone, @Nullable Integer from, @Nullable Integer to) {
  private static final int MINUTES_OF_HOUR = 60;

  boolean at(Instant now) {
    if (from == null || to == null || from.equals(to)) {
      return false;
    }
    LocalTime time = now.atZone(zoneId()).toLocalTime();
    int minute = time.getHour() * MINUTES_OF_HOUR + time.getMinute();
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  }

  /** When they are over, for a moment within them. */
  Instant end(Instant now) {
    if (to == null) {
      return now;
    }
    ZonedDateTime local = now.atZone(zoneId());
    LocalTime over = LocalTime.of(to / MINUTES_OF_HOUR, to % MINUTES_OF_HOUR);
    ZonedDateTime end = local.with(over);
    return (end.isAfter(local) ? end : end.plusDays(1)).toInstant();
  }

  private ZoneId zoneId() {
    try {
      return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }
}
