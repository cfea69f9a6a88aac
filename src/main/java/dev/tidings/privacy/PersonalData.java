package dev.tidings.privacy;

import java.io.IOException;
import java.util.Map;

/**
 * What a feature keeps of its users. Every bean of this type is asked when an administrator exports
 * or erases what there is of one. Which column is whose part is declared in {@code SchemaTest}.
 *
 * <p>A user is named as the registry does it, and need not exist any more.
 */
public interface PersonalData {
  /**
   * Writes it, with a page of rows in memory at a time. One thread; no transaction spans it, so it
   * is as of each page.
   *
   * @throws IOException if whoever reads has gone
   */
  void export(String user, Archive archive) throws IOException;

  /**
   * Takes it away for good, in transactions that are short. May be repeated, and is where it was
   * left half done.
   *
   * @return how many of what; what there was none of may be left out
   */
  Map<String, Long> erase(String user);
}
