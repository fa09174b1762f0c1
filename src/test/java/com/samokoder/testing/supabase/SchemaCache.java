package com.samokoder.testing.supabase;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions of schema {@code public} and the roles' settings, as they were when it was read.
 */
record SchemaCache(
        Map<String, List<SqlFunction>> functions,
        Map<String, Map<String, String>> roleSettings,
        Set<String> timeZones) {
    private static final String FUNCTIONS =
            """
            select p.proname, p.provolatile <> 'v' as readonly, p.proretset,
                case when p.prorettype = 'void'::regtype then 'VOID'
                    when t.typtype = 'c' or p.proargmodes::text[] && '{o,b,t}' then 'COMPOSITE'
                    else 'SCALAR' end as shape,
                coalesce(p.proconfig, '{}') as settings, p.pronargs, p.pronargdefaults,
                p.provariadic <> 0 as variadic,
                coalesce((select array_agg(format_type(a.type, null) order by a.place)
                    from unnest(p.proargtypes) with ordinality a (type, place)), '{}') as types,
                coalesce((select array_agg(a.name order by a.place)
                    from unnest(p.proargnames, p.proargmodes::text[]) with ordinality a (name, mode, place)
                    where coalesce(a.mode, 'i') in ('i', 'b', 'v')), '{}') as names
            from pg_proc p join pg_type t on t.oid = p.prorettype
            where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
            """;
    private static final String ROLES =
            """
            select r.rolname, s.setconfig from pg_db_role_setting s
            join pg_roles r on r.oid = s.setrole
            where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
            """;

    static SchemaCache read(Connection connection) throws SQLException {
        var functions = new LinkedHashMap<String, List<SqlFunction>>();
        var roles = new LinkedHashMap<String, Map<String, String>>();
        var zones = new java.util.HashSet<String>();
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery(FUNCTIONS)) {
                while (row.next()) {
                    functions
                            .computeIfAbsent(row.getString("proname"), _ -> new ArrayList<>())
                            .add(function(row));
                }
            }
            try (var row = statement.executeQuery(ROLES)) {
                while (row.next()) {
                    roles.computeIfAbsent(row.getString(1), _ -> new LinkedHashMap<>())
                            .putAll(settings(strings(row, "setconfig")));
                }
            }
            try (var row = statement.executeQuery("select name from pg_timezone_names")) {
                while (row.next()) {
                    zones.add(row.getString(1));
                }
            }
        }
        return new SchemaCache(functions, roles, zones);
    }

    private static SqlFunction function(ResultSet row) throws SQLException {
        var types = strings(row, "types");
        var names = strings(row, "names");
        int optionalFrom = row.getInt("pronargs") - row.getInt("pronargdefaults");
        boolean variadic = row.getBoolean("variadic");
        var parameters = new ArrayList<SqlFunction.Parameter>();
        for (int place = 0; place < types.length; place++) {
            boolean last = place == types.length - 1;
            parameters.add(
                    new SqlFunction.Parameter(
                            place < names.length ? names[place] : "",
                            types[place],
                            place >= optionalFrom || (variadic && last),
                            variadic && last));
        }
        return new SqlFunction(
                row.getString("proname"),
                parameters,
                SqlFunction.Shape.valueOf(row.getString("shape")),
                row.getBoolean("proretset"),
                row.getBoolean("readonly"),
                settings(strings(row, "settings")));
    }

    private static String[] strings(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }

    private static Map<String, String> settings(String[] pairs) {
        var settings = new LinkedHashMap<String, String>();
        for (var pair : pairs) {
            var halves = pair.split("=", 2);
            settings.put(halves[0], halves[1]);
        }
        return settings;
    }

    List<SqlFunction> named(String name) {
        return functions.getOrDefault(name, List.of());
    }
}
