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

import java.time.Duration;

import javax.sql.DataSource;

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
            StorageProperties storage,
            MeterRegistry meters) {
        var url = server.url();
        var timeout = properties.statementTimeout();
        var users =
                pool(
                        "users",
                        url.dataSource(logins.users()),
                        properties.userPoolSize(),
                        properties.connectionTimeout(),
                        SessionSettings.forUsers(timeout));
        var worker =
                pool(
                        "worker",
                        url.dataSource(logins.worker()),
                        properties.workerPoolSize(),
                        properties.connectionTimeout(),
                        SessionSettings.forService(timeout, storage));
        users.setMetricRegistry(meters);
        worker.setMetricRegistry(meters);
        return new Pools(users, worker);
    }

    @Bean
    Database database(Pools pools, JsonMapper json) {
        var reading = ReadingFunctions.in(pools.worker());
        return new JdbcDatabase(pools.users(), pools.worker(), json, reading);
    }

    @Bean
    DatabaseNotifications databaseNotifications(DatabaseServer server, LoginRoles logins) {
        return new JdbcNotifications(server.url().dataSource(logins.worker()));
    }

    static HikariDataSource pool(
            String name, DataSource source, int size, Duration connectionTimeout, String settings) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(Math.min(2, size));
        config.setConnectionTimeout(connectionTimeout.toMillis());
        config.setConnectionInitSql(settings);
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
