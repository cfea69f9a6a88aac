package dev.tidings.jobs;

import java.io.Serializable;

/**
 * How far an export is.
 *
 * @param parts pieces that were written
 * @param bytes what they hold together
 * @param looked how many were looked at
 * @param total of how many, at least; below 0 before anything was written
 */
record Written(int parts, long bytes, long looked, long total) implements Serializable {
  static final Written NOTHING = new Written(0, 0, 0, -1);
  private static final long serialVersionUID = 1L;

  boolean begun() {
    return total >= 0;
  }

  Written of(long nowTotal) {
    return new Written(parts, bytes, looked, nowTotal);
  }

  Written with(int nowParts, long more) {
    return new Written(nowParts, bytes + more, looked, total);
  }

  Written looked(int more) {
    // Never more than there are, even if somebody counted them while they grew fewer.
    return new Written(parts, bytes, looked + more, Math.max(total, looked + more));
  }
}
