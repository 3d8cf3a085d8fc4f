package io.gridbourse.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * SIGTERM and SIGINT: the first drains, the second ends at once. The Java platform has no public
 * interface for it, so its supported internal one is reached by name; where that is missing, a
 * signal ends the worker at once and its leases expire.
 */
final class Signals {
  private static final Logger LOG = Logger.getLogger(Signals.class.getName());
  private static final int SIGNAL_BASE = 128;

  private Signals() {}

  /**
   * Installs the handlers.
   *
   * @param first what the first signal does
   * @param second what the second does before the process ends
   */
  static void handle(Runnable first, Runnable second) {
    AtomicInteger seen = new AtomicInteger();
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      InvocationHandler handler =
          (proxy, method, args) ->
              switch (method.getName()) {
                case "handle" -> {
                  if (seen.incrementAndGet() == 1) {
                    first.run();
                  } else {
                    second.run();
                    int number = (int) signalType.getMethod("getNumber").invoke(args[0]);
                    Runtime.getRuntime().halt(SIGNAL_BASE + number);
                  }
                  yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                default -> "drain";
              };
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
      for (String name : new String[] {"TERM", "INT"}) {
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
      }
    } catch (ReflectiveOperationException e) {
      LOG.warning(() -> "signals cannot be handled: " + e);
    }
  }
}
