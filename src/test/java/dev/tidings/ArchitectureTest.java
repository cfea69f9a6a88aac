package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependencies of DESIGN.md, sections 3 and 6. */
@AnalyzeClasses(packages = "dev.tidings", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Path MAIN = Path.of("src/main/java");

  @ArchTest
  static final ArchRule what_happened_knows_nothing_of_who_listens_and_who_may =
      noClasses()
          .that()
          .resideInAPackage("dev.tidings.events")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.tidings.stream..", "dev.tidings.security..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule who_may_knows_nothing_of_who_listens =
      noClasses()
          .that()
          .resideInAPackage("dev.tidings.security")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tidings.stream..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule settings_and_problems_know_nothing_of_the_rest =
      noClasses()
          .that()
          .resideInAnyPackage("dev.tidings.config", "dev.tidings.problem")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tidings.events..", "dev.tidings.stream..", "dev.tidings.security..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule only_the_stream_touches_sinks =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tidings.stream")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.ws.rs.sse..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule only_tracing_knows_how_traces_are_made =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tidings.tracing")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..")
          .allowEmptyShould(false);

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.tidings.(*)..").should().beFreeOfCycles().allowEmptyShould(false);

  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveNameMatching(".*Utils?$")
          .orShould()
          .haveNameMatching("(?i).*DTO$")
          .allowEmptyShould(false);

  @Test
  void every_package_says_what_it_is_for() throws IOException {
    List<Path> packages = packages();
    assertThat(packages).isNotEmpty();
    for (Path directory : packages) {
      Path info = directory.resolve("package-info.java");
      assertThat(info).exists();
      assertThat(Files.readString(info)).startsWith("/**").contains("@NullMarked");
    }
  }

  private static List<Path> packages() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .toList();
    }
  }
}
