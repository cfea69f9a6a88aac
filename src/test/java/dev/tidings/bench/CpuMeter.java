package dev.tidings.bench;

import java.time.Duration;

/** What a server, this process and the rest of the machine use of the CPU in a stretch of time. */
final class CpuMeter {
  private final ServerProcess server;
  private final long begun = System.nanoTime();
  private final Duration serverBefore;
  private final Duration selfBefore = ServerProcess.self().cpu();
  private final Duration machineBefore = ServerProcess.machineCpu();

  private CpuMeter(ServerProcess server) {
    this.server = server;
    this.serverBefore = server.cpu();
  }

  static CpuMeter begin(Target target) {
    return new CpuMeter(new ServerProcess(target.server().pid()));
  }

  double serverMicros() {
    return server.cpu().minus(serverBefore).toNanos() / 1e3;
  }

  /** In cores. */
  double serverShare() {
    return serverMicros() * 1e3 / (System.nanoTime() - begun);
  }

  /** In cores. */
  double foreignShare() {
    Duration own = ServerProcess.self().cpu().minus(selfBefore);
    Duration all = ServerProcess.machineCpu().minus(machineBefore);
    double foreign = all.minus(own).toNanos() - serverMicros() * 1e3;
    return Math.max(0, foreign / (System.nanoTime() - begun));
  }
}
