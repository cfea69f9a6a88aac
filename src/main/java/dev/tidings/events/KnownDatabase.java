package dev.tidings.events;

import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.service.spi.ServiceContributor;

/**
 * Tells Hibernate what database it has. Otherwise it asks the database, which may not be there yet
 * when the application starts, and then there would be no persistence until it is started again.
 * One that is embedded is always there.
 */
public final class KnownDatabase implements ServiceContributor {
  private static final String KEY = "tidings.database";

  @Override
  public void contribute(StandardServiceRegistryBuilder registry) {
    if (isPostgresql()) {
      registry.applySetting(JdbcSettings.ALLOW_METADATA_ON_BOOT, "false");
      registry.applySetting(JdbcSettings.JAKARTA_HBM2DDL_DB_NAME, "PostgreSQL");
      // The oldest that we support.
      registry.applySetting(JdbcSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION, "15");
    }
  }

  private static boolean isPostgresql() {
    try {
      return ConfigProvider.getConfig(KnownDatabase.class.getClassLoader())
          .getOptionalValue(KEY, String.class)
          .filter("postgresql"::equals)
          .isPresent();
    } catch (IllegalStateException noServer) {
      // Plain tests have no configuration; their database is there.
      return false;
    }
  }
}
