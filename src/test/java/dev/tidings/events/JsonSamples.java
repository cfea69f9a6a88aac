package dev.tidings.events;

import java.util.Random;

/** Random JSON, compact, and with white space wherever it may stand. */
public final class JsonSamples {
  private static final String[] SCALARS = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-12",
    "1.0E5",
    "1e400",
    "-0.0e-0",
    "2.50",
    "1E+2",
    "12345678901234567890",
    "\"\"",
    "\"a  b\"",
    "\"\\u00e9\"",
    "\"\\u00E9\"",
    "\"\\\\\\\" \"",
    "\"\\/\"",
    "\"\\ud83d\\uDE00\"",
    "\"\u2028\u2029\"",
    "\"\uD83D\uDE00\"",
    "\"\u00A0 \uFEFF\"",
    "\"{[ ,: ]}\"",
    "\"\\n\\t\\r\\b\\f\\u0000\"",
    "\"\u007F\u0085\""
  };
  private static final String SPACE = " \t\n\r";

  private final Random random;

  public JsonSamples(long seed) {
    random = new Random(seed);
  }

  /** A text in which every place for white space is marked by {@code U+E000}. */
  private String marked(int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(4);
    if (kind < 2) {
      return SCALARS[random.nextInt(SCALARS.length)];
    }
    StringBuilder text = new StringBuilder(kind == 2 ? "[" : "{").append('\uE000');
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      if (i > 0) {
        text.append(",\uE000");
      }
      if (kind == 3) {
        text.append("\"k ").append(i).append("\\\"\"\uE000:\uE000");
      }
      text.append(marked(depth - 1)).append('\uE000');
    }
    return text.append(kind == 2 ? ']' : '}').toString();
  }

  /** {@code [compact, the same with white space]}. */
  public String[] next() {
    String marked = '\uE000' + marked(6) + '\uE000';
    StringBuilder spaced = new StringBuilder();
    for (int i = 0; i < marked.length(); i++) {
      if (marked.charAt(i) != '\uE000') {
        spaced.append(marked.charAt(i));
      } else {
        for (int count = random.nextInt(4); count > 0; count--) {
          spaced.append(SPACE.charAt(random.nextInt(SPACE.length())));
        }
      }
    }
    return new String[] {marked.replace("\uE000", ""), spaced.toString()};
  }
}
