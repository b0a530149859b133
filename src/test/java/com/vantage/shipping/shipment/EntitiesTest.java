package com.vantage.shipping.shipment;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.vantage.shipping.migration.PartitionIndexes;
import com.vantage.shipping.sandbox.LoopbackPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.Test;

/** Entities and migrations are maintained separately, so their agreement is tested. */
class EntitiesTest {

    @Test
    void entitiesMatchMigratedSchema() throws IOException {
        List<Class<?>> entities = entities();
        assertThat(entities).contains(Shipment.class).hasSizeGreaterThan(8);
        try (EmbeddedPostgres postgres = LoopbackPostgres.start(Map.of())) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .placeholders(Map.of("service_role", "none"))
                    .callbacks(new PartitionIndexes())
                    .load()
                    .migrate();

            new HibernatePersistenceConfiguration("migrated")
                    .managedClasses(entities)
                    .jdbcUrl(postgres.getJdbcUrl("postgres", "postgres"))
                    .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                    .schemaToolingAction(Action.VALIDATE)
                    .createEntityManagerFactory()
                    .close();
        }
    }

    private static List<Class<?>> entities() {
        return new ClassFileImporter()
                .importPackages("com.vantage.shipping").stream()
                        .filter(type -> type.isAnnotatedWith(Entity.class))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }
}
