package dev.tidings.inbox;

/** Where an item of an inbox lies. Not longer than 9 letters, as its column. */
enum Box {
  /** In the inbox, unless all of it up to here was archived at once. */
  INBOX,
  /** In the inbox, before all others. */
  PINNED,
  ARCHIVED,
  /** Out of sight until it comes back. */
  SNOOZED,
  /** A digest entry that is still collecting. */
  GATHERING,
  /** What a digest entry holds. */
  HELD
}
