package dev.tidings;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Where OpenAPI looks for our API; in every library of the WAR it would take seconds at each start.
 * Not in microprofile-config.properties, which the publish jar brings into other applications.
 */
public final class OpenApiScan implements ConfigSource {
  private static final String KEY = "mp.openapi.scan.packages";

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(KEY);
  }

  @Override
  public @Nullable String getValue(String key) {
    return key.equals(KEY) ? "dev.tidings" : null;
  }

  @Override
  public String getName() {
    return "Tidings: OpenAPI";
  }
}
