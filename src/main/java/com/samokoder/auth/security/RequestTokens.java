package com.samokoder.auth.security;

import com.samokoder.auth.Bearer;
import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.database.UserTokens;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.UUID;

/** The token that came with the request being served, for the user whom it belongs to. */
@OnSupabase
@Component
final class RequestTokens implements UserTokens {
    @Override
    public Optional<Secret> find(UUID user) {
        return SecurityContextHolder.getContext().getAuthentication()
                        instanceof CallerAuthentication caller
                ? token(caller.getPrincipal(), user)
                : Optional.empty();
    }

    private static Optional<Secret> token(CurrentUser caller, UUID user) {
        return caller.id().value().equals(user)
                ? Optional.ofNullable(caller.bearer()).map(Bearer::jwt)
                : Optional.empty();
    }
}
