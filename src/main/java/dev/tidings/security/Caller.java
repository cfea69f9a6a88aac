package dev.tidings.security;

import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who sent a request: a name and the roles of Tidings that this user has. */
public record Caller(String name, Set<String> roles) {
  /** The roles there are, from the least to the most. */
  public static final List<String> ROLES =
      List.of("user", "publisher", "operator", "administrator");

  public Caller {
    roles = Set.copyOf(roles);
  }

  /** The caller of a request that has a session. */
  public static Caller of(SecurityContext security) {
    return new Caller(
        security.getUserPrincipal().getName(),
        ROLES.stream().filter(security::isUserInRole).collect(Collectors.toSet()));
  }
}
