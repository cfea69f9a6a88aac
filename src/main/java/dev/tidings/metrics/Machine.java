package dev.tidings.metrics;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.OptionalDouble;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the platform's MBeans say of this process and its machine. Safe for any thread. */
final class Machine {
  private static final Logger LOG = Logger.getLogger(Machine.class.getName());
  private static final String SYSTEM = ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME;

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

  MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Nanoseconds of processor time that this process has used; 0 where the platform cannot tell. */
  long processorNanos() {
    return (long) Math.max(0, system("ProcessCpuTime").orElse(0));
  }

  /** How busy the machine is, from 0 to 1, since this was last asked. */
  OptionalDouble busy() {
    OptionalDouble load = system("CpuLoad");
    return load.isPresent() && load.getAsDouble() >= 0 ? load : OptionalDouble.empty();
  }

  /** By name: the type that has it is not of the standard library. */
  private OptionalDouble system(String attribute) {
    try {
      Object value = beans.getAttribute(new ObjectName(SYSTEM), attribute);
      return value instanceof Number number && !Double.isNaN(number.doubleValue())
          ? OptionalDouble.of(number.doubleValue())
          : OptionalDouble.empty();
    } catch (JMException unknown) {
      LOG.log(Level.FINE, "This platform does not tell its " + attribute + ".", unknown);
      return OptionalDouble.empty();
    }
  }
}
