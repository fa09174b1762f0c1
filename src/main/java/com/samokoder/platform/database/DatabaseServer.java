package com.samokoder.platform.database;

/** The server behind the JDBC transport: somebody else's, or our own embedded one. */
interface DatabaseServer extends AutoCloseable {

    /** Its address, with the login that owns the schema. */
    DatabaseUrl url();

    @Override
    void close();

    /** A server that others run. */
    static DatabaseServer at(DatabaseUrl url) {
        return new DatabaseServer() {
            @Override
            public DatabaseUrl url() {
                return url;
            }

            @Override
            public void close() {
                // Not ours to stop.
            }
        };
    }
}
