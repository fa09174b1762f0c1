package com.samokoder.auth.security;

import com.samokoder.auth.Scope;

import java.util.List;
import java.util.stream.Collectors;

/** Who may call an endpoint. */
sealed interface Access {

    /** Anybody, signed in or not. */
    record Open() implements Access {}

    /** A signed-in session, even one that still lacks its second factor. */
    record AnySession() implements Access {}

    /** A signed-in session, and no access token. */
    record SessionOnly() implements Access {}

    /** Such a session of an administrator. */
    record Administrator() implements Access {}

    /** A session, or an access token with one of these scopes. */
    record Scoped(List<Scope> anyOf) implements Access {
        Scoped(Scope... anyOf) {
            this(List.of(anyOf));
        }
    }

    /** The word of {@code x-scope} in the API's description; an open endpoint has none. */
    default String word() {
        return switch (this) {
            case Open _ -> "";
            case AnySession _, SessionOnly _, Administrator _ -> "session";
            case Scoped(var anyOf) ->
                    anyOf.stream().map(Scope::word).collect(Collectors.joining(" or "));
        };
    }
}
