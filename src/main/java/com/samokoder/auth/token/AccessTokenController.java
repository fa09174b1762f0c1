package com.samokoder.auth.token;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.Page;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Access tokens, for their owner with a session; no token makes another. */
@RestController
@RequestMapping("/api/auth/tokens")
class AccessTokenController {
    private final AccessTokenService tokens;

    AccessTokenController(AccessTokenService tokens) {
        this.tokens = tokens;
    }

    @PostMapping
    @Idempotent(storeResponse = false)
    @ResponseStatus(HttpStatus.CREATED)
    MadeToken make(CurrentUser user, @Valid @RequestBody TokenRequest request) {
        return MadeToken.of(tokens.make(user.id(), request));
    }

    @GetMapping
    Page<AccessToken> list(
            CurrentUser user,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Size(max = 1024) @Nullable String cursor) {
        return tokens.list(user.id(), limit, cursor);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(CurrentUser user, @PathVariable UUID id) {
        tokens.revoke(user.id(), id);
    }

    /**
     * @param token the whole token, shown this once
     */
    record MadeToken(
            UUID id,
            String name,
            String publicId,
            String token,
            List<String> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            List<TokenBudget> budgets) {

        static MadeToken of(AccessTokenService.Made made) {
            var token = made.token();
            return new MadeToken(
                    token.id(),
                    token.name(),
                    token.publicId(),
                    made.secret(),
                    token.scopes(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt(),
                    token.budgets());
        }

        @Override
        public String toString() {
            return "MadeToken[" + publicId + "]";
        }
    }
}
