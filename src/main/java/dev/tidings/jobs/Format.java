package dev.tidings.jobs;

import dev.tidings.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** How an export is written. */
enum Format {
  /** RFC 4180, with a line of names. */
  CSV("csv", "text/csv; charset=utf-8"),
  /** A line of JSON each. */
  JSONL("jsonl", "application/jsonl; charset=utf-8");

  /** What spreadsheets take for a formula, which could do things in the reader's name. */
  private static final String FORMULA = "=+-@\t\r";

  private final String word;
  private final String mediaType;

  Format(String word, String mediaType) {
    this.word = word;
    this.mediaType = mediaType;
  }

  static Format of(String word) {
    for (Format format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    throw Problem.badField("format", "format: csv or jsonl.");
  }

  /** As it stands in JSON, and at the end of a file's name. */
  String word() {
    return word;
  }

  String mediaType() {
    return mediaType;
  }

  /** What stands before the first row. */
  byte[] head(List<String> columns) {
    return this == CSV ? csv(List.of(columns)) : new byte[0];
  }

  byte[] rows(List<? extends Row> rows) {
    if (this == CSV) {
      return csv(
          rows.stream().map(row -> row.cells().stream().map(Format::harmless).toList()).toList());
    }
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append(row.json()).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] csv(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecords(rows);
    } catch (IOException impossible) {
      throw new UncheckedIOException("A string cannot fail to be written to.", impossible);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** With a quotation mark before it, a spreadsheet shows it as it is (OWASP, CSV injection). */
  static String harmless(String cell) {
    return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
