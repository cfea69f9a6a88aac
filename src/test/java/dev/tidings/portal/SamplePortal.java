package dev.tidings.portal;

import com.fasterxml.jackson.core.JsonFactory;
import dev.tidings.portal.sample.OrderBook;
import java.io.File;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The sample portal as a WAR: its own classes and pages, the publish jar, and what that needs. */
final class SamplePortal {
  private static final File PUBLISH =
      new File(System.getProperty("tidings.publish", "target/tidings-publish.jar"));

  private SamplePortal() {}

  static void writeTo(Path war) {
    archive().as(ZipExporter.class).exportTo(war.toFile(), true);
  }

  static Path inTarget() {
    Path war = Path.of("target/portal.war").toAbsolutePath();
    writeTo(war);
    return war;
  }

  private static WebArchive archive() {
    return ShrinkWrap.create(WebArchive.class, "portal.war")
        .addPackage(OrderBook.class.getPackage())
        .addAsWebResource("portal/index.html", "index.html")
        .addAsWebResource("portal/login.html", "login.html")
        .addAsWebResource("portal/portal.js", "portal.js")
        .setWebXML("portal/web.xml")
        .addAsLibraries(PUBLISH, jackson());
  }

  private static File jackson() {
    return new File(
        JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
