package com.samokoder.platform.database;

import com.samokoder.platform.http.OneShotBody;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.SupabaseProject;

import okhttp3.Request;

import java.util.Optional;
import java.util.UUID;

/**
 * How each caller introduces itself: a user with the token of the request under way; a user without
 * one as the service, which names the user in a header that SQL believes from the service alone;
 * the service with its key; anybody else with the public key.
 */
final class RpcRequests {
    private static final String ACTING_USER = "x-samokoder-acting-user";

    private final SupabaseProject project;
    private final UserTokens tokens;
    private final StorageProperties storage;

    RpcRequests(SupabaseProject project, UserTokens tokens, StorageProperties storage) {
        this.project = project;
        this.tokens = tokens;
        this.storage = storage;
    }

    Optional<Secret> token(Caller caller) {
        return caller instanceof Caller.User(UUID id) ? tokens.find(id) : Optional.empty();
    }

    Request build(Caller caller, Optional<Secret> token, String function, byte[] arguments) {
        var path = "rest/v1/rpc/" + SqlNames.checked(function);
        var request =
                new Request.Builder()
                        .url(project.path(path).build())
                        .header("Accept", "application/json")
                        .header("Content-Profile", "public")
                        .header("User-Agent", "samokoder")
                        .post(OneShotBody.json(arguments));
        return introduce(request, caller, token).build();
    }

    private Request.Builder introduce(
            Request.Builder request, Caller caller, Optional<Secret> token) {
        return switch (caller) {
            case Caller.User(UUID id) ->
                    token.map(jwt ->
                                    project.publicKey()
                                            .identify(request)
                                            .header("Authorization", "Bearer " + jwt.reveal()))
                            .orElseGet(() ->
                                    project.serviceKey()
                                            .authorise(request)
                                            .header(ACTING_USER, id.toString()));
            case Caller.Service _ -> limited(project.serviceKey().authorise(request));
            case Caller.Anonymous _ -> project.publicKey().authorise(request);
        };
    }

    private Request.Builder limited(Request.Builder request) {
        storage.limit()
                .ifPresent(bytes -> request.header(StorageProperties.HEADER, Long.toString(bytes)));
        return request;
    }
}
