package com.samokoder.platform.database;

import com.samokoder.platform.secrets.Secret;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.StringUtils;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A database's address and its owner's login, read from the URL form of libpq that hosting
 * platforms hand out.
 *
 * @param parameters for the driver, such as {@code sslmode=require}; empty or starting with {@code
 *     ?}
 */
record DatabaseUrl(
        String host, int port, String database, String user, Secret password, String parameters) {
    private static final Set<String> SCHEMES = Set.of("postgres", "postgresql", "jdbc:postgresql");
    private static final int DEFAULT_PORT = 5432;

    /**
     * Where Supabase's pooler listens, and the port at which it lends connections by transaction.
     */
    private static final String POOLER = ".pooler.supabase.com";

    private static final int TRANSACTION_POOLER = 6543;
    private static final String EXPECTED =
            "DATABASE_URL must look like postgres://user:password@host:5432/database?sslmode=require";

    /** libpq parameters that the driver knows under the same name; others are left out. */
    private static final Set<String> PASSED_ON =
            Set.of("sslmode", "sslrootcert", "connect_timeout", "application_name");

    static DatabaseUrl parse(String text) {
        var uri = uri(text.strip());
        var login = uri.getRawUserInfo();
        var path = uri.getRawPath();
        if (uri.getHost() == null || login == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (uri.getPort() == TRANSACTION_POOLER && uri.getHost().endsWith(POOLER)) {
            throw new IllegalArgumentException(
                    "DATABASE_URL names Supabase's transaction pooler (port 6543): take the session"
                            + " pooler's, port 5432");
        }
        int colon = login.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new DatabaseUrl(
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(path.substring(1)),
                decode(login.substring(0, colon)),
                new Secret(decode(login.substring(colon + 1))),
                parameters(uri.getRawQuery()));
    }

    private static URI uri(String text) {
        try {
            var uri = new URI(text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text);
            if (uri.getScheme() == null
                    || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(EXPECTED);
            }
            return uri;
        } catch (URISyntaxException malformed) {
            // Its message would quote the password.
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    private static String parameters(@org.jspecify.annotations.Nullable String query) {
        if (!StringUtils.hasText(query)) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> PASSED_ON.contains(pair.split("=", 2)[0]))
                .map(pair ->
                        pair.replace("connect_timeout=", "connectTimeout=")
                                .replace("application_name=", "ApplicationName="))
                .collect(Collectors.joining("&"));
    }

    /** A role as the server in front wants it named: Supabase's pooler serves many projects. */
    String loginOf(String role) {
        int dot = user.lastIndexOf('.');
        return host.endsWith(POOLER) && dot > 0 ? role + user.substring(dot) : role;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Connections of the owner, who may change the schema. */
    PGSimpleDataSource dataSource() {
        return dataSource(user, password);
    }

    PGSimpleDataSource dataSource(LoginRoles.Login login) {
        return dataSource(login.name(), login.password());
    }

    PGSimpleDataSource dataSource(String login, Secret loginPassword) {
        var source = new PGSimpleDataSource();
        source.setURL(
                "jdbc:postgresql://"
                        + host
                        + ":"
                        + port
                        + "/"
                        + java.net.URLEncoder.encode(database, StandardCharsets.UTF_8)
                        + (parameters.isEmpty() ? "" : "?" + parameters));
        source.setUser(login);
        source.setPassword(loginPassword.reveal());
        // Lets the server infer the type of each argument from the function it is passed to.
        source.setStringType("unspecified");
        source.setTcpKeepAlive(true);
        return source;
    }

    @Override
    public String toString() {
        return "postgres://" + host + ":" + port + "/" + database;
    }
}
