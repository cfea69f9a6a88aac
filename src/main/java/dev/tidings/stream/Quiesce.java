package dev.tidings.stream;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Hears that the server is about to stop. Liberty waits up to 30 s for open requests before it
 * stops an application, and a stream is one that never ends by itself; an enterprise bean is the
 * only part of an application that Liberty can tell before that ({@code
 * io.openliberty.ejb.destroyOnQuiesce} in {@code ejb-jar.xml}).
 */
@Singleton(name = "Quiesce")
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Quiesce {
  private @Nullable Engine engine;

  @Inject
  void of(Engine running) {
    engine = running;
  }

  @PreDestroy
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void serverStops() {
    Engine running = engine;
    if (running != null) {
      running.leave();
    }
    // Liberty keeps a destroyed bean, which is not to keep the whole application.
    engine = null;
  }
}
