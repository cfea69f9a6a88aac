package dev.tidings.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM, before the JVM acts on it. Once it does, Liberty closes its port at the same moment as
 * it runs shutdown hooks: nobody would see that the node is not ready, and requests that publish
 * would fail. A second SIGTERM ends the wait.
 *
 * <p>By name: {@code sun.misc.Signal} is of every JDK, but of no standard. Where it cannot be used
 * (as with {@code -Xrs}), streams leave by the shutdown hook.
 */
final class Termination {
  private static final Logger LOG = Logger.getLogger(Termination.class.getName());
  private static final String TERM = "TERM";

  private final Runnable before;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** What was done with it before; null if nothing could be put in its place. */
  private @Nullable Object previous;

  /**
   * @param before what to do first; takes its time
   */
  Termination(Runnable before) {
    this.before = before;
  }

  synchronized void take() {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  handle(arguments[0]);
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "The streams of Tidings leave first";
              };
      previous =
          put(
              Proxy.newProxyInstance(
                  Termination.class.getClassLoader(), new Class<?>[] {handler}, calls));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError without) {
      LOG.log(Level.FINE, "SIGTERM is the JVM's alone.", without);
    }
  }

  /** The application ends, and the process may go on. */
  synchronized void leave() {
    Object before = previous;
    previous = null;
    if (before != null) {
      try {
        put(before);
      } catch (ReflectiveOperationException | RuntimeException without) {
        LOG.log(Level.WARNING, "SIGTERM cannot be given back.", without);
      }
    }
  }

  private static Object put(Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(TERM), handler);
  }

  /** On a thread that the JVM makes for it. */
  private void handle(Object signal) throws ReflectiveOperationException {
    Object next;
    synchronized (this) {
      next = previous;
    }
    if (begun.compareAndSet(false, true)) {
      before.run();
    }
    if (next != null) {
      Class.forName("sun.misc.SignalHandler")
          .getMethod("handle", Class.forName("sun.misc.Signal"))
          .invoke(next, signal);
    }
  }
}
