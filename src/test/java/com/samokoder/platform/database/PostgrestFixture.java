package com.samokoder.platform.database;

import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.SupabaseProject;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.samokoder.testing.TestPostgres;
import com.samokoder.testing.TestSql;
import com.samokoder.testing.supabase.PostgrestStandIn;
import com.samokoder.testing.supabase.PostgrestVersion;
import com.samokoder.testing.supabase.StandInKeys;
import com.samokoder.testing.supabase.SupabaseStandIn;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A database with the service's schema behind a stand-in of PostgREST; one for all tests of a JVM.
 */
public final class PostgrestFixture {
    private static final class Shared {
        static final PostgrestFixture FIXTURE = new PostgrestFixture(PostgrestVersion.FOURTEEN);
    }

    private final String url;
    private final SupabaseStandIn project = SupabaseStandIn.start();

    PostgrestFixture(PostgrestVersion version) {
        this(version, migrated(TestPostgres.newDatabase()));
    }

    private static String migrated(String url) {
        Schema.migrate(DatabaseUrl.parse(url), false);
        return url;
    }

    /** On a database with the service's schema. */
    PostgrestFixture(PostgrestVersion version, String url) {
        this.url = url;
        project.mount("/rest/v1", standIn(version, url, project.keys()));
    }

    public static PostgrestFixture shared() {
        return Shared.FIXTURE;
    }

    /** PostgREST on this database; its login is made where it is missing. */
    public static PostgrestStandIn standIn(PostgrestVersion version, String url, StandInKeys keys) {
        try (var owner = DatabaseUrl.parse(url).dataSource().getConnection();
                var statement = owner.createStatement()) {
            statement.execute(
                    """
                    do $$ begin
                        if not exists (select from pg_roles where rolname = 'authenticator') then
                            create role authenticator login noinherit;
                        end if;
                    end $$;
                    grant anon, authenticated, service_role to authenticator
                    """);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        var login = new PGSimpleDataSource();
        login.setURL("jdbc:" + url.replaceFirst("postgres://[^@]*@", "postgresql://"));
        login.setUser("authenticator");
        login.setStringType("unspecified");
        return new PostgrestStandIn(
                version, login, keys.jwtSecret(), Map.of(keys.keyId(), keys.publicKey()));
    }

    /** Calls in users' names carry the users' own tokens. */
    public Database withUserTokens() {
        return database(this::tokenOf, true);
    }

    /** Calls in users' names are made with the service's key, which names the user. */
    public Database withServiceKey() {
        return database(_ -> Optional.empty(), false);
    }

    PostgrestDatabase database(UserTokens tokens, boolean newerKeys) {
        var keys = project.keys();
        var settings =
                SupabaseProject.of(
                        new SupabaseProperties(
                                project.url(),
                                newerKeys ? keys.publishableKey() : keys.anonKey(),
                                newerKeys ? keys.secretKey() : keys.serviceRoleKey(),
                                "",
                                Duration.ofSeconds(1)),
                        true);
        var database =
                new PostgrestDatabase(
                        new OriginHttp(settings.origin()),
                        new RpcRequests(settings, tokens, StorageLimits.usual()),
                        StrictJson.mapper(),
                        new PostgrestDatabase.Lanes(
                                new java.util.concurrent.Semaphore(8),
                                new java.util.concurrent.Semaphore(8),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(30)));
        database.repeat(InstalledSchema.demand(database, InstalledSchema.newest()).repeatable());
        return database;
    }

    Optional<Secret> tokenOf(UUID user) {
        var token =
                project.keys()
                        .accessToken(
                                project.url() + "/auth/v1",
                                user.toString(),
                                UUID.randomUUID().toString());
        return Optional.of(new Secret(token));
    }

    SupabaseStandIn project() {
        return project;
    }

    public String databaseUrl() {
        return url;
    }

    public TestSql sql() {
        return new TestSql(url);
    }
}
