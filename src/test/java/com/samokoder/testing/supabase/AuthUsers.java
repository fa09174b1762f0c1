package com.samokoder.testing.supabase;

import com.samokoder.testing.TestPostgres;

import java.sql.SQLException;
import java.util.UUID;

/** Where the stand-in of Supabase Auth writes its users, besides its own memory. */
public interface AuthUsers {
    AuthUsers NOWHERE =
            new AuthUsers() {
                @Override
                public void insert(UUID id, String email) {}

                @Override
                public void delete(UUID id) {}
            };

    void insert(UUID id, String email);

    void delete(UUID id);

    /** Table {@code auth.users} of a database, as Supabase Auth's own role where there is one. */
    static AuthUsers in(String databaseUrl) {
        return new AuthUsers() {
            @Override
            public void insert(UUID id, String email) {
                update("insert into auth.users (id, email) values (?, ?)", id, email);
            }

            @Override
            public void delete(UUID id) {
                update("delete from auth.users where id = ?", id);
            }

            private void update(String sql, Object... values) {
                try (var connection = TestPostgres.owner(databaseUrl);
                        var session = connection.createStatement();
                        var statement = connection.prepareStatement(sql)) {
                    session.execute(
                            """
                            do $$ begin
                                if (select pg_get_userbyid(relowner) = 'supabase_auth_admin'
                                    from pg_class where oid = 'auth.users'::regclass)
                                then
                                    set role supabase_auth_admin;
                                end if;
                            end $$
                            """);
                    for (int index = 0; index < values.length; index++) {
                        statement.setObject(index + 1, values[index]);
                    }
                    statement.executeUpdate();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        };
    }
}
