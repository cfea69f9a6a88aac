package dev.tidings.doctor;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Looks at the hub from outside: opens streams at its own address, all at the same time. */
final class Examination {
  /** Slow moments pass; a buffer stays. */
  private static final int PULSES = 2;

  /** Silences of a third, two thirds and all of the time. */
  private static final int SILENCES = 3;

  private static final long SIGN_MILLIS = 500;
  private static final long GRACE_MILLIS = 8_000;

  private final DoctorThreads threads;
  private final Visit visit;
  private final List<Pulse> pulses = Collections.synchronizedList(new ArrayList<>());
  private final List<Silence> silences = Collections.synchronizedList(new ArrayList<>());

  Examination(DoctorThreads threads, HttpClient http, String base, Map<String, String> login) {
    this.threads = threads;
    visit = new Visit(http, base, login);
  }

  /** Called again and again while something is waited for. */
  interface Waiting {
    /** False where nobody waits for the outcome any more. */
    boolean sign();
  }

  /**
   * Blocks for some {@code silence}, in milliseconds, and not for more than 10 s longer.
   *
   * @param address the origin that is examined
   * @param asked how the request for it came
   */
  Observed run(String address, long silence, Arrival asked, Waiting waiting)
      throws InterruptedException {
    List<Thread> probes = new ArrayList<>();
    probes.add(threads.start(this::takePulses));
    for (int i = 1; i <= SILENCES; i++) {
      long part = silence * i / SILENCES;
      probes.add(threads.start(() -> listen(part)));
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(silence + GRACE_MILLIS);
    try {
      await(probes, end, waiting);
    } finally {
      visit.hangUp();
    }
    await(probes, System.nanoTime() + TimeUnit.SECONDS.toNanos(2), waiting);
    synchronized (pulses) {
      synchronized (silences) {
        return new Observed(
            address, List.copyOf(pulses), List.copyOf(silences), null, Set.of(), asked);
      }
    }
  }

  private void takePulses() {
    for (int i = 0; i < PULSES; i++) {
      Pulse pulse = visit.pulse();
      pulses.add(pulse);
      if (pulse.failure() != null) {
        return;
      }
    }
  }

  private void listen(long millis) {
    Silence silence = visit.silence(millis);
    if (silence != null) {
      silences.add(silence);
    }
  }

  private static void await(List<Thread> probes, long end, Waiting waiting)
      throws InterruptedException {
    for (Thread probe : probes) {
      while (probe.isAlive() && System.nanoTime() - end < 0) {
        probe.join(SIGN_MILLIS);
        if (!waiting.sign()) {
          return;
        }
      }
    }
  }
}
