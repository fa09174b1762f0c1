package com.samokoder.auth.security;

import com.samokoder.auth.Scope;

/** Who may call an endpoint. */
sealed interface Access {

    /** Anybody, signed in or not. */
    record Open() implements Access {}

    /** A signed-in session, and no access token. */
    record SessionOnly() implements Access {}

    /** A session, or an access token with this scope. */
    record Scoped(Scope scope) implements Access {}

    /** The word of {@code x-scope} in the API's description; an open endpoint has none. */
    default String word() {
        return switch (this) {
            case Open _ -> "";
            case SessionOnly _ -> "session";
            case Scoped(Scope scope) -> scope.word();
        };
    }
}
