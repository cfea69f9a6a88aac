// Says to a screen reader what has arrived: a burst once.

const QUIET = 800;

export class Announcer {
  #speak;
  #count = 0;
  #timer;

  /** @param {(text: string) => void} speak */
  constructor(speak) {
    this.#speak = speak;
  }

  /** @param {(n: number) => string} words for so many of them */
  say(words) {
    this.#count++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#speak(words(this.#count));
      this.#count = 0;
    }, QUIET);
  }
}
