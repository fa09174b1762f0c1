package com.samokoder.platform.database;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

@OverJdbc
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(DatabaseProperties properties, Installation installation) {
        if (!properties.url().isEmpty()) {
            return DatabaseServer.at(DatabaseUrl.parse(properties.url()));
        }
        if (installation.production()) {
            throw new IllegalStateException(
                    "DATABASE_URL is not set: production needs a PostgreSQL of its own");
        }
        return EmbeddedDatabase.start(installation.dataFolder());
    }

    @Bean
    LoginRoles loginRoles(
            DatabaseServer server, SupabaseProperties supabase, MasterKeys masterKeys) {
        Schema.migrate(server.url(), supabase.named());
        return new LoginRoles(server.url(), masterKeys);
    }

    @Bean(destroyMethod = "close")
    Pools pools(
            DatabaseServer server,
            LoginRoles logins,
            DatabaseProperties properties,
            MeterRegistry meters) {
        var url = server.url();
        var users = pool("users", url, logins.users(), properties.userPoolSize(), properties);
        var worker = pool("worker", url, logins.worker(), properties.workerPoolSize(), properties);
        users.setMetricRegistry(meters);
        worker.setMetricRegistry(meters);
        return new Pools(users, worker);
    }

    @Bean
    Database database(
            Pools pools,
            JsonMapper json,
            DatabaseProperties properties,
            StorageProperties storage) {
        return new JdbcDatabase(
                pools.users(),
                pools.worker(),
                json,
                properties.statementTimeout(),
                storage,
                ReadingFunctions.in(pools.worker()));
    }

    @Bean
    DatabaseNotifications databaseNotifications(DatabaseServer server, LoginRoles logins) {
        var worker = logins.worker();
        return new JdbcNotifications(server.url().dataSource(worker.name(), worker.password()));
    }

    static HikariDataSource pool(
            String name,
            DatabaseUrl url,
            LoginRoles.Login login,
            int size,
            DatabaseProperties properties) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(url.dataSource(login.name(), login.password()));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(properties.connectionTimeout().toMillis());
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    /** The two pools, apart so that users' calls never wait for the workers'. */
    record Pools(HikariDataSource users, HikariDataSource worker) implements AutoCloseable {
        @Override
        public void close() {
            users.close();
            worker.close();
        }
    }
}
