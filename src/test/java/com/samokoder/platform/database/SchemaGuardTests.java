package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.TestPostgres;
import com.samokoder.testing.supabase.SupabaseDatabase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What PostgREST would show to anybody with the public key: closed unless a migration opened it, on
 * a plain server and on a project that opens everything by default.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("databases")
class SchemaGuardTests {
    private final Connection owner;

    SchemaGuardTests(String name, Connection owner) {
        this.owner = owner;
    }

    static Stream<Arguments> databases() throws SQLException {
        var plain = TestPostgres.newDatabase();
        Schema.migrate(DatabaseUrl.parse(plain), false);
        var project = SupabaseDatabase.create();
        Schema.migrate(DatabaseUrl.parse(project), true);
        return Stream.of(
                Arguments.of("plain", TestPostgres.owner(plain)),
                Arguments.of("Supabase", TestPostgres.owner(project)));
    }

    @AfterParameterizedClassInvocation
    static void close(String name, Connection owner) throws SQLException {
        owner.close();
    }

    @Test
    void everyExposedTableForcesRowLevelSecurity() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname from pg_class c
                                join pg_namespace n on n.oid = c.relnamespace
                                where n.nspname = 'public' and c.relkind in ('r', 'p')
                                    and not (c.relrowsecurity and c.relforcerowsecurity)
                                """))
                .isEmpty();
    }

    @Test
    void everyPolicyNamesItsRole() throws SQLException {
        assertThat(
                        query(
                                """
                                select tablename || '.' || policyname from pg_policies
                                where schemaname = 'public' and 'public' = any (roles)
                                """))
                .isEmpty();
    }

    @Test
    void noPolicyOpensATableToEveryUser() throws SQLException {
        assertThat(
                        query(
                                """
                                select tablename || '.' || policyname from pg_policies
                                where schemaname = 'public'
                                    and roles && array['anon', 'authenticated']::name[]
                                    and (qual = 'true' or with_check = 'true')
                                """))
                .isEmpty();
    }

    @Test
    void nobodyButNamedRolesMayCallAFunction() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.proname from pg_proc p
                                join pg_namespace n on n.oid = p.pronamespace
                                where n.nspname in ('public', 'samo')
                                    and has_function_privilege('anon', p.oid, 'execute')
                                """))
                .containsOnly("acting_user");
    }

    /** PostgREST cuts sets of rows at a thousand without a word; one JSON value is never cut. */
    @Test
    void everyFunctionOfTheApiAnswersOneJsonValueOrNothing() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.proname from pg_proc p
                                where p.pronamespace = 'public'::regnamespace
                                    and (p.proretset
                                        or p.prorettype not in ('jsonb'::regtype, 'void'::regtype))
                                """))
                .isEmpty();
    }

    /** PostgREST finds a function by its arguments' names alone. */
    @Test
    void noTwoFunctionsOfTheApiShareAName() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.proname from pg_proc p
                                where p.pronamespace = 'public'::regnamespace
                                group by p.proname having count(*) > 1
                                """))
                .isEmpty();
    }

    /** A user's call without a token at hand is made by the service, which names the user. */
    @Test
    void whatAUserMayCallTheServiceMayCallInTheUsersName() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.oid::regprocedure::text from pg_proc p
                                where p.pronamespace in ('public'::regnamespace, 'samo'::regnamespace)
                                    and has_function_privilege('authenticated', p.oid, 'execute')
                                    and not has_function_privilege('service_role', p.oid, 'execute')
                                """))
                .as("grant execute on … to authenticated, service_role")
                .isEmpty();
    }

    @Test
    void theSchemaTellsItsVersionAndWhatMayBeCalledAgain() throws SQLException {
        assertThat(query("select public.samo_schema() ->> 'version'"))
                .containsExactly(Integer.toString(InstalledSchema.newest()));
        assertThat(query("select jsonb_array_elements_text(public.samo_schema() -> 'repeatable')"))
                .contains(
                        "files_tree",
                        "idempotency_finish",
                        "run_append_events",
                        "run_commit_step",
                        "run_renew",
                        "run_start_step",
                        "samo_ping")
                .doesNotContain("projects_create", "run_claim", "run_create", "keys_add");
    }

    @Test
    void everyFunctionPinsItsSearchPath() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.proname from pg_proc p
                                join pg_namespace n on n.oid = p.pronamespace
                                where n.nspname in ('public', 'samo')
                                    and not exists (
                                        select from unnest(p.proconfig) setting
                                        where setting like 'search\\_path=%')
                                """))
                .isEmpty();
    }

    @Test
    void theAnonymousRoleReadsNoTable() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname from pg_class c
                                join pg_namespace n on n.oid = c.relnamespace
                                where n.nspname in ('public', 'samo') and c.relkind in ('r', 'p', 'v', 'm')
                                    and has_table_privilege('anon', c.oid, 'select, insert, update, delete')
                                """))
                .isEmpty();
    }

    @Test
    void everyViewRunsWithItsReadersRights() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname from pg_class c
                                join pg_namespace n on n.oid = c.relnamespace
                                where n.nspname = 'public' and c.relkind = 'v'
                                    and not coalesce('security_invoker=true' = any (c.reloptions), false)
                                """))
                .isEmpty();
    }

    @Test
    void everyForeignKeyOfATenantTableHasAnIndexToFollow() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.conrelid::regclass || '.' || c.conname from pg_constraint c
                                join pg_namespace n on n.oid = c.connamespace
                                where n.nspname = 'public' and c.contype = 'f'
                                    and not exists (
                                        select from pg_index i
                                        where i.indrelid = c.conrelid
                                            and (i.indkey::int2[])[0] = any (c.conkey))
                                """))
                .isEmpty();
    }

    @Test
    void usersWriteNothingButWhatTheyDecideThemselves() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname || '.' || a.attname from pg_class c
                                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                                where c.relnamespace = 'public'::regnamespace
                                    and c.relkind in ('r', 'p', 'v') and not a.attisdropped
                                    and has_column_privilege(
                                        'authenticated', c.oid, a.attnum, 'insert, update')
                                """))
                .containsExactlyInAnyOrder(
                        "profiles.user_id",
                        "profiles.full_name",
                        "profiles.language",
                        "profiles.default_provider",
                        "profiles.default_model",
                        "profiles.version",
                        "projects.id",
                        "projects.user_id",
                        "projects.name",
                        "projects.description",
                        "projects.tech_stack",
                        "projects.ai_config",
                        "projects.metadata",
                        "projects.archived");
    }

    @Test
    void usersDeleteNothingButProjects() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname || ' ' || p from pg_class c,
                                    unnest(array['delete', 'truncate', 'references', 'trigger']) p
                                where c.relnamespace = 'public'::regnamespace
                                    and c.relkind in ('r', 'p', 'v', 'm')
                                    and has_table_privilege('authenticated', c.oid, p)
                                """))
                .containsOnly("projects delete");
    }

    @Test
    void noSequenceIsOpen() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname || ' to ' || r from pg_class c,
                                    unnest(array['anon', 'authenticated']) r
                                where c.relnamespace in ('public'::regnamespace, 'samo'::regnamespace)
                                    and c.relkind = 'S'
                                    and has_sequence_privilege(r, c.oid, 'usage, select, update')
                                """))
                .isEmpty();
    }

    @Test
    void usersSeeNoCiphertextNorHash() throws SQLException {
        assertThat(
                        query(
                                """
                                select c.relname || '.' || a.attname from pg_class c
                                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                                where c.relnamespace in ('public'::regnamespace, 'samo'::regnamespace)
                                    and c.relkind in ('r', 'p', 'v') and not a.attisdropped
                                    and a.attname ~ 'cipher|nonce|secret|sealed|kek|fingerprint|_hash'
                                    and has_column_privilege(
                                        'authenticated', c.oid, a.attnum, 'select')
                                """))
                .isEmpty();
    }

    @Test
    void noFunctionRunsWithItsOwnersRights() throws SQLException {
        assertThat(
                        query(
                                """
                                select p.oid::regprocedure from pg_proc p
                                where p.pronamespace in ('public'::regnamespace, 'samo'::regnamespace)
                                    and p.prosecdef
                                """))
                .isEmpty();
    }

    private List<String> query(String sql) throws SQLException {
        var rows = new ArrayList<String>();
        try (var statement = owner.createStatement();
                var result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
