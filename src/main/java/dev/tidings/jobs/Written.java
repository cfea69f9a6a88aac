package dev.tidings.jobs;

import java.io.Serializable;

/**
 * How far an export is.
 *
 * @param parts pieces that were written
 * @param bytes what they hold together
 * @param looked how many were looked at
 */
record Written(int parts, long bytes, long looked) implements Serializable {
  static final Written NOTHING = new Written(0, 0, 0);
  private static final long serialVersionUID = 1L;

  boolean begun() {
    return looked > 0;
  }

  Written with(int nowParts, long more) {
    return new Written(nowParts, bytes + more, looked);
  }

  Written looked(int more) {
    return new Written(parts, bytes, looked + more);
  }
}
