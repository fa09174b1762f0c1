package com.samokoder.platform.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * Where the data lives.
 *
 * @param url {@code postgres://user:password@host:port/database?sslmode=…} as hosting platforms
 *     hand it out; empty for the embedded server
 * @param userPoolSize connections for calls in users' names
 * @param workerPoolSize connections for the service's own calls
 * @param connectionTimeout how long a call waits for a free connection
 * @param statementTimeout how long one call may run
 */
@ConfigurationProperties("samokoder.database")
record DatabaseProperties(
        @DefaultValue("") String url,
        @DefaultValue("8") int userPoolSize,
        @DefaultValue("8") int workerPoolSize,
        @DefaultValue("5s") Duration connectionTimeout,
        @DefaultValue("8s") Duration statementTimeout) {

    @Override
    public String toString() {
        return "DatabaseProperties[userPoolSize=" + userPoolSize + "]";
    }
}
