package dev.tidings.assistant;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** So many bytes of a stream and no more: what follows is a failure. One thread reads. */
final class Bounded extends FilterInputStream {
  private long left;

  Bounded(InputStream stream, long most) {
    super(stream);
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    count(octet < 0 ? 0 : 1);
    return octet;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    count(count);
    return count;
  }

  private void count(int bytes) throws IOException {
    left -= Math.max(0, bytes);
    if (left < 0) {
      throw new Broken(Broken.Kind.TOO_LARGE, "more bytes than tidings.assistant.max-bytes");
    }
  }
}
