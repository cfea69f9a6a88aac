package dev.tidings.cluster;

import dev.tidings.LibertyServer;
import dev.tidings.Nginx;
import dev.tidings.PostgresServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Some nodes on one PostgreSQL, with the same login keys, and an nginx in front; all of it real, on
 * free ports of this machine. Closing it leaves nothing behind.
 */
final class Nodes implements AutoCloseable {
  private final String name;
  private final PostgresServer database;
  private final List<LibertyServer> nodes = new ArrayList<>();
  private Nginx front;

  private Nodes(String name, PostgresServer database) {
    this.name = name;
    this.database = database;
  }

  /** Not started, but for the database; the directories have this name. */
  static Nodes of(int count, String name) {
    return of(count, name, PostgresServer.fresh(name), node -> node);
  }

  /** The same on a database that is there already, with nodes that are set up in some way. */
  static Nodes of(
      int count, String name, PostgresServer database, UnaryOperator<LibertyServer> setUp) {
    Nodes nodes = new Nodes(name, database);
    for (int i = 1; i <= count; i++) {
      nodes.nodes.add(setUp.apply(LibertyServer.fresh(name + "-" + i).on(database)));
    }
    return nodes;
  }

  /** All at once; returns when all are ready and nginx listens. */
  Nodes start() {
    List<CompletableFuture<LibertyServer>> starting =
        nodes.stream().map(node -> CompletableFuture.supplyAsync(node::start)).toList();
    try {
      starting.forEach(CompletableFuture::join);
      front = Nginx.inFrontOf(nodes.stream().map(LibertyServer::uri).toList(), name);
      return this;
    } catch (RuntimeException failed) {
      close();
      throw failed;
    }
  }

  PostgresServer database() {
    return database;
  }

  LibertyServer node(int index) {
    return nodes.get(index);
  }

  List<LibertyServer> all() {
    return List.copyOf(nodes);
  }

  Nginx front() {
    return front;
  }

  /** Where to publish: in front first, then each node. */
  List<URI> doors() {
    List<URI> doors = new ArrayList<>(List.of(front.uri()));
    nodes.forEach(node -> doors.add(node.uri()));
    return doors;
  }

  /** What they complained about, all together. */
  List<String> complaints() {
    return IntStream.range(0, nodes.size())
        .boxed()
        .flatMap(i -> nodes.get(i).complaints().stream().map(line -> (i + 1) + ": " + line))
        .toList();
  }

  @Override
  public void close() {
    if (front != null) {
      front.close();
    }
    nodes.forEach(LibertyServer::close);
    database.close();
  }
}
