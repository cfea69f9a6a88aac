package dev.tidings;

import java.io.File;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What the tests inside the server deploy: the WAR that was built, and the tests. */
public final class Deployments {
  /** The pages are for users; Arquillian's runner, which is not one of them, comes to no form. */
  private static final String RUNNER_IS_PUBLIC =
      """
      <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
        <name>arquillian_runner</name>
        <security-constraint>
          <web-resource-collection>
            <web-resource-name>runner</web-resource-name>
            <url-pattern>/ArquillianServletRunnerEE9</url-pattern>
          </web-resource-collection>
        </security-constraint>
      </web-fragment>
      """;

  private Deployments() {}

  public static WebArchive war(Class<?>... tests) {
    return ShrinkWrap.create(ZipImporter.class, "tidings.war")
        .importFrom(new File(System.getProperty("tidings.war", "target/tidings.war")))
        .as(WebArchive.class)
        .addClasses(tests)
        .addAsLibraries(jar(Assertions.class), jar(Awaitility.class), jar(Matcher.class))
        .addAsLibrary(
            ShrinkWrap.create(JavaArchive.class, "arquillian-runner-public.jar")
                .addAsManifestResource(new StringAsset(RUNNER_IS_PUBLIC), "web-fragment.xml"));
  }

  private static File jar(Class<?> inside) {
    return new File(inside.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
