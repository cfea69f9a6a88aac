package dev.tidings.events;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database to the schema this version needs, before anything reads it. */
@ApplicationScoped
public class Migrations {
  private static final String SCRIPTS = "classpath:META-INF/migrations";

  @Resource(lookup = "jdbc/tidings", shareable = false)
  DataSource database;

  @Inject EventLog log;

  void migrate(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Startup started) {
    Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database)
        .locations(SCRIPTS)
        .callbackLocations(SCRIPTS)
        .table("tidings_schema")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
    log.begin();
  }
}
