package com.samokoder.auth.token;

import com.samokoder.auth.Scope;
import com.samokoder.auth.UserId;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Service
class AccessTokenService {
    private static final int MOST = 100;

    private final AccessTokenRepository repository;
    private final AccessTokens tokens;
    private final Cursors cursors;
    private final Ids ids;
    private final Clock clock;
    private final AuditTrail audit;
    private final SecureRandom random = new SecureRandom();

    AccessTokenService(
            AccessTokenRepository repository,
            AccessTokens tokens,
            Cursors cursors,
            Ids ids,
            Clock clock,
            AuditTrail audit) {
        this.repository = repository;
        this.tokens = tokens;
        this.cursors = cursors;
        this.ids = ids;
        this.clock = clock;
        this.audit = audit;
    }

    /** The only moment at which the secret exists outside its owner's hands. */
    Made make(UserId user, TokenRequest request) {
        requireKnownScopes(request.scopes());
        requireFuture(request.expiresAt());
        var text = AccessTokenText.make(random);
        var wanted =
                new AccessTokenRepository.NewToken(
                        ids.next(),
                        request.name().strip(),
                        text.publicId(),
                        text.secretHash(),
                        request.scopes().stream().distinct().sorted().toList(),
                        request.expiresAt(),
                        request.budget());
        var made = new Made(add(user, wanted), text.reveal());
        trace(AuditEvent.ACCESS_TOKEN_CREATE, user, wanted.id());
        return made;
    }

    private AccessToken add(UserId user, AccessTokenRepository.NewToken wanted) {
        try {
            return repository.add(user, wanted, MOST);
        } catch (ApiException refused) {
            throw (refused.code() == ErrorCode.CONFLICT)
                    ? ApiException.of(ErrorCode.CONFLICT, "auth.too_many_tokens").withCause(refused)
                    : refused;
        }
    }

    Page<AccessToken> list(UserId user, int limit, @Nullable String cursor) {
        var filter = "access_tokens/" + user;
        var rows = repository.list(user, position(cursors.decode(cursor, filter)), limit + 1);
        return cursors.page(
                rows,
                limit,
                filter,
                token -> List.of(token.createdAt().toString(), token.id().toString()));
    }

    void revoke(UserId user, UUID id) {
        repository.revoke(user, id);
        tokens.forget(id);
        trace(AuditEvent.ACCESS_TOKEN_REVOKE, user, id);
    }

    private void trace(AuditEvent event, UserId user, UUID id) {
        audit.record(AuditEntry.succeeded(event, user.value()).about(id));
    }

    private static AccessTokenRepository.@Nullable Position position(
            @Nullable List<String> decoded) {
        return (decoded == null)
                ? null
                : new AccessTokenRepository.Position(
                        Instant.parse(decoded.get(0)), UUID.fromString(decoded.get(1)));
    }

    private static void requireKnownScopes(List<String> words) {
        for (int index = 0; index < words.size(); index++) {
            if (Scope.ofWord(words.get(index)).isEmpty()) {
                throw ApiException.invalid(
                        new FieldProblem("/scopes/" + index, "unknown", "auth.scope_unknown"));
            }
        }
    }

    private void requireFuture(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw ApiException.invalid(
                    new FieldProblem("/expires_at", "in_the_past", "auth.expiry_in_the_past"));
        }
    }

    /** A new token with its secret in full. */
    record Made(AccessToken token, String secret) {
        @Override
        public String toString() {
            return "Made[" + token.publicId() + "]";
        }
    }
}
