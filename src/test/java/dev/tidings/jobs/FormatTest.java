package dev.tidings.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
  private record Line(String json, List<String> cells) implements Row {}

  private static String written(Format format, Line... rows) {
    return new String(format.rows(List.of(rows)), StandardCharsets.UTF_8);
  }

  @Test
  void csv_quotes_what_needs_it() {
    Line row = new Line("", List.of("plain", "a,b", "say \"hi\"", "two\nlines", "", "Grüße 🎉"));
    assertThat(written(Format.CSV, row))
        .isEqualTo("plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,Grüße 🎉\r\n");
  }

  @Test
  void a_spreadsheet_finds_no_formula() {
    Line row = new Line("", List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "1-1", "a=b"));
    assertThat(written(Format.CSV, row))
        .startsWith("'=1+1,'+1,'-1,'@SUM(A1),")
        .endsWith("1-1,a=b\r\n");
  }

  @Test
  void json_lines_are_lines() {
    assertThat(written(Format.JSONL, new Line("{\"a\":1}", List.of()), new Line("{}", List.of())))
        .isEqualTo("{\"a\":1}\n{}\n");
  }

  @Test
  void only_csv_names_its_columns() {
    assertThat(new String(Format.CSV.head(List.of("id", "at")), StandardCharsets.UTF_8))
        .isEqualTo("id,at\r\n");
    assertThat(Format.JSONL.head(List.of("id", "at"))).isEmpty();
  }
}
