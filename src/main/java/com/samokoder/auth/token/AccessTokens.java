package com.samokoder.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.Scope;
import com.samokoder.auth.UserId;
import com.samokoder.platform.secrets.Digests;

import org.springframework.stereotype.Component;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Recognises access tokens. What was found is remembered for a few seconds, by the hash of the
 * whole token, so that a revoked one stops counting within that time everywhere and at once here.
 */
@Component
public final class AccessTokens {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int MOST = 20_000;

    private final TokenDirectory directory;
    private final AccessTokenRepository tokens;
    private final Clock clock;
    private final Cache<String, Optional<RecognisedToken>> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
    private final Cache<UUID, Boolean> counting =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    AccessTokens(TokenDirectory directory, AccessTokenRepository tokens, Clock clock) {
        this.directory = directory;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Whether a credential has the shape of an access token, true or false as it may be. */
    public static boolean looksLikeOne(String credential) {
        return credential.startsWith(AccessTokenText.PREFIX);
    }

    public Optional<RecognisedToken> recognise(String credential) {
        if (credential.length() != AccessTokenText.LENGTH) {
            return Optional.empty();
        }
        var digest = HexFormat.of().formatHex(Digests.sha256(credential));
        var seen = known.getIfPresent(digest);
        return (seen == null ? look(credential, digest) : seen).filter(this::unexpired);
    }

    /** What has not even the shape of a token is not remembered. */
    private Optional<RecognisedToken> look(String credential, String digest) {
        return AccessTokenText.parse(credential)
                .flatMap(parsed -> known.get(digest, _ -> lookUp(parsed)));
    }

    /** Whether a token that was recognised is neither revoked nor expired. */
    public boolean stillCounts(UserId user, UUID id) {
        return counting.get(id, _ -> directory.counts(user, id));
    }

    void forget(UUID id) {
        counting.invalidate(id);
        known.asMap()
                .values()
                .removeIf(found -> found.map(token -> token.id().equals(id)).orElse(false));
    }

    private Optional<RecognisedToken> lookUp(AccessTokenText text) {
        var found =
                directory
                        .find(text.publicId())
                        .filter(entry -> hasSecret(entry, text))
                        .map(AccessTokens::recognised);
        found.ifPresent(token -> tokens.touch(token.user(), token.id()));
        return found;
    }

    private static boolean hasSecret(TokenDirectory.Entry entry, AccessTokenText text) {
        return MessageDigest.isEqual(entry.secretHash(), text.secretHash());
    }

    private static RecognisedToken recognised(TokenDirectory.Entry entry) {
        return new RecognisedToken(
                entry.id(), new UserId(entry.userId()), scopes(entry.scopes()), entry.expiresAt());
    }

    private static Set<Scope> scopes(Iterable<String> words) {
        var scopes = EnumSet.noneOf(Scope.class);
        words.forEach(word -> Scope.ofWord(word).ifPresent(scopes::add));
        return Set.copyOf(scopes);
    }

    private boolean unexpired(RecognisedToken token) {
        return token.expiresAt() == null || clock.instant().isBefore(token.expiresAt());
    }
}
