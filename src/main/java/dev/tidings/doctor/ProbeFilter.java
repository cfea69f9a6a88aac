package dev.tidings.doctor;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Probes come by the address of real streams, {@code /api/stream?probe=…}: proxies have settings
 * for that path alone. After the filters that ask who it is.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION + 100)
public class ProbeFilter implements ContainerRequestFilter {
  private static final Pattern PROBE = Pattern.compile("(.*&)?probe=.*");

  @Override
  public void filter(ContainerRequestContext request) {
    UriInfo asked = request.getUriInfo();
    URI uri = asked.getRequestUri();
    String query = uri.getRawQuery();
    if (request.getMethod().equals(HttpMethod.GET)
        && asked.getPath().replaceFirst("^/", "").equals("stream")
        && query != null
        && PROBE.matcher(query).matches()) {
      URI base = asked.getBaseUri();
      request.setRequestUri(base, URI.create(base + DoctorResource.PROBE + "?" + query));
    }
  }
}
