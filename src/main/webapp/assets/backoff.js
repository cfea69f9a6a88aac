/** How long to wait before the next try: doubles from 1 s to 30 s, ±25 % so that pages do not return in step. */
export class Backoff {
  static FIRST = 1_000;
  static LONGEST = 30_000;

  #tries = 0;

  /** Milliseconds. */
  next() {
    const plain = Math.min(Backoff.FIRST * 2 ** this.#tries, Backoff.LONGEST);
    this.#tries = Math.min(this.#tries + 1, 16);
    return Math.min(plain * (0.75 + Math.random() / 2), Backoff.LONGEST);
  }

  reset() {
    this.#tries = 0;
  }
}
