package com.samokoder.platform.database;

import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.supabase.SupabaseProject;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

@OverHttp
@Configuration(proxyBeanMethods = false)
class PostgrestConfiguration {

    @Bean
    Database database(
            OriginHttp http,
            SupabaseProject project,
            UserTokens tokens,
            JsonMapper json,
            DatabaseProperties properties,
            StorageProperties storage) {
        var database =
                new PostgrestDatabase(
                        http,
                        new RpcRequests(project, tokens, storage),
                        json,
                        PostgrestDatabase.Lanes.of(properties));
        database.repeat(InstalledSchema.demand(database, InstalledSchema.newest()).repeatable());
        return database;
    }

    /** PostgREST wakes nobody; whoever listens also looks by itself. */
    @Bean
    DatabaseNotifications databaseNotifications() {
        return (_, _) -> () -> {};
    }
}
