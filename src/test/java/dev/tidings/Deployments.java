package dev.tidings;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.Asset;
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
    WebArchive war =
        ShrinkWrap.create(ZipImporter.class, "tidings.war")
            .importFrom(new File(System.getProperty("tidings.war", "target/tidings.war")))
            .as(WebArchive.class);
    return war.setWebXML(withFragments(war.get("WEB-INF/web.xml").getAsset()))
        .addClasses(tests)
        .addAsLibraries(jar(Assertions.class), jar(Awaitility.class), jar(Matcher.class))
        .addAsLibrary(
            ShrinkWrap.create(JavaArchive.class, "arquillian-runner-public.jar")
                .addAsManifestResource(new StringAsset(RUNNER_IS_PUBLIC), "web-fragment.xml"));
  }

  /** Arquillian's runner is a fragment, and the hub has none. */
  private static StringAsset withFragments(Asset webXml) {
    try (InputStream in = webXml.openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new StringAsset(text.replace("<absolute-ordering/>", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File jar(Class<?> inside) {
    return new File(inside.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
