package com.samokoder.platform.database;

import com.samokoder.testing.TestPostgres;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** What a database holds of ours, a line for each thing, to be compared. */
final class Catalogue {
    private static final String TABLES =
            """
            select 'table ' || n.nspname || '.' || c.relname || ' ' || c.relkind::text
                || ' rls ' || c.relrowsecurity || c.relforcerowsecurity
                || ' ' || coalesce(c.reloptions::text, '')
                || coalesce(' as ' || case when c.relkind = 'v' then pg_get_viewdef(c.oid) end, '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'samo') and c.relkind in ('r', 'p', 'v', 'm', 'S')
            """;
    private static final String COLUMNS =
            """
            select 'column ' || c.oid::regclass || '.' || a.attname || ' '
                || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' '
                || a.attidentity::text || a.attgenerated::text
                || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
            from pg_attribute a
            join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where n.nspname in ('public', 'samo') and c.relkind in ('r', 'p', 'v')
                and a.attnum > 0 and not a.attisdropped
            """;
    private static final String CONSTRAINTS =
            """
            select 'constraint ' || coalesce(c.conrelid::regclass::text, '') || '.' || c.conname || ' '
                || pg_get_constraintdef(c.oid)
            from pg_constraint c join pg_namespace n on n.oid = c.connamespace
            where n.nspname in ('public', 'samo')
            """;
    private static final String INDEXES =
            "select 'index ' || indexdef from pg_indexes where schemaname in ('public', 'samo')";
    private static final String POLICIES =
            """
            select 'policy ' || schemaname || '.' || tablename || '.' || policyname || ' ' || permissive
                || roles::text || cmd::text || coalesce(' using ' || qual, '')
                || coalesce(' check ' || with_check, '')
            from pg_policies where schemaname in ('public', 'samo')
            """;
    private static final String FUNCTIONS =
            """
            select 'function ' || p.oid::regprocedure || ' ' || p.prosecdef || p.provolatile::text
                || coalesce(p.proconfig::text, '') || ' '
                || coalesce(obj_description(p.oid, 'pg_proc'), '') || ' ' || md5(pg_get_functiondef(p.oid))
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('public', 'samo') and p.prokind = 'f'
                and p.proname !~ '^local_'
            """;
    private static final String TRIGGERS =
            """
            select 'trigger ' || pg_get_triggerdef(t.oid)
            from pg_trigger t
            join pg_class c on c.oid = t.tgrelid
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('public', 'samo') and not t.tgisinternal
            """;

    /** The owner's own rights are left out: owners have different names. */
    private static final String GRANTS =
            """
            select 'grant ' || kind || ' ' || name || ' to ' || coalesce(r.rolname, 'public') || ' '
                || string_agg(g.privilege_type || g.is_grantable, ',' order by g.privilege_type)
            from (
                select 'table', c.oid::regclass::text, c.relacl, c.relowner
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'samo') and c.relkind in ('r', 'p', 'v', 'm', 'S')
                union all
                select 'column', c.oid::regclass || '.' || a.attname, a.attacl, c.relowner
                from pg_attribute a
                join pg_class c on c.oid = a.attrelid
                join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('public', 'samo')
                union all
                select 'function', p.oid::regprocedure::text,
                    coalesce(p.proacl, acldefault('f', p.proowner)), p.proowner
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname in ('public', 'samo') and p.proname !~ '^local_'
                union all
                select 'schema', n.nspname, n.nspacl, n.nspowner
                from pg_namespace n where n.nspname in ('samo', 'samo_meta')
            ) things (kind, name, acl, owner)
            cross join lateral aclexplode(things.acl) g
            left join pg_roles r on r.oid = g.grantee
            where g.grantee <> things.owner
            group by kind, name, r.rolname
            """;

    private static final String HISTORY =
            """
            select installed_rank || ' ' || coalesce(version, '') || ' ' || description || ' ' || type
                || ' ' || script || ' ' || coalesce(checksum::text, '') || ' ' || success
            from samo_meta.flyway_schema_history where type <> 'SCHEMA'
            """;

    private Catalogue() {}

    /** What the migrations make, and who may use it. */
    static Set<String> of(String url) throws SQLException {
        return lines(
                url, TABLES, COLUMNS, CONSTRAINTS, INDEXES, POLICIES, FUNCTIONS, TRIGGERS, GRANTS);
    }

    /** The same with the history, to see that nothing happened. */
    static Set<String> everything(String url) throws SQLException {
        var lines = of(url);
        lines.addAll(
                lines(
                        url,
                        "select h::text from samo_meta.flyway_schema_history h",
                        "select 'reached ' || v::text from samo.schema_versions v",
                        "select 'default ' || d::text from pg_default_acl d"));
        return lines;
    }

    static Set<String> history(String url) throws SQLException {
        return lines(url, HISTORY);
    }

    private static Set<String> lines(String url, String... queries) throws SQLException {
        var lines = new TreeSet<String>();
        try (var connection = TestPostgres.owner(url);
                var statement = connection.createStatement()) {
            // Names are written out in full.
            statement.execute("set search_path = ''");
            for (var query : queries) {
                try (var rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        lines.add(rows.getString(1));
                    }
                }
            }
        }
        return lines;
    }
}
