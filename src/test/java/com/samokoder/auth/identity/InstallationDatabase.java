package com.samokoder.auth.identity;

import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestPostgres;

import org.springframework.core.env.Environment;

import java.sql.SQLException;

/** The service's database as its owner sees it, to let time pass and to look behind the API. */
public final class InstallationDatabase {
    private final String url;

    public InstallationDatabase(Environment environment) {
        this.url = TestInstallation.databaseUrl(environment);
    }

    public int update(String sql, Object... arguments) {
        try (var connection = TestPostgres.owner(url);
                var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setObject(index + 1, arguments[index]);
            }
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public long count(String sql, Object... arguments) {
        return Long.parseLong(text(sql, arguments));
    }

    /** The first column of the first row. */
    public String text(String sql, Object... arguments) {
        try (var connection = TestPostgres.owner(url);
                var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setObject(index + 1, arguments[index]);
            }
            try (var result = statement.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
