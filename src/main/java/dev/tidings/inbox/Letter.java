package dev.tidings.inbox;

import java.util.List;

/**
 * One email for all that a user has missed.
 *
 * @param version of the inbox that it tells of
 * @param titles the newest, newest first
 * @param more how many others there are
 */
record Letter(String user, String address, long version, List<String> titles, int more) {
  String subject() {
    int all = titles.size() + more;
    return all == 1 ? titles.get(0) : all + " new notifications";
  }

  /**
   * The text.
   *
   * @param link where the inbox is; empty where nobody knows
   */
  String text(String link) {
    StringBuilder text = new StringBuilder("While you were away:\n\n");
    titles.forEach(title -> text.append("- ").append(title).append('\n'));
    if (more > 0) {
      text.append("- and ").append(more).append(" more\n");
    }
    if (!link.isEmpty()) {
      text.append("\nYour inbox: ").append(link).append('\n');
    }
    return text.append("\nWhat is sent to you is up to you: see Preferences there.\n").toString();
  }
}
