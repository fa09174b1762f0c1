package com.samokoder.auth.local;

import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.Identity;
import com.samokoder.auth.identity.IdentityProperties;
import com.samokoder.auth.identity.Session;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Digests;
import com.samokoder.platform.supabase.WithoutSupabase;
import com.samokoder.platform.time.Ids;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.UUID;

/** Opens, renews and ends sessions. */
@WithoutSupabase
@Component
final class LocalSessions {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSessions.class);

    private final SessionDirectory directory;
    private final RefreshTokens refreshTokens;
    private final JwtSigner signer;
    private final IdentityProperties properties;
    private final Ids ids;
    private final AuditTrail audit;

    LocalSessions(
            SessionDirectory directory,
            RefreshTokens refreshTokens,
            JwtSigner signer,
            IdentityProperties properties,
            Ids ids,
            AuditTrail audit) {
        this.directory = directory;
        this.refreshTokens = refreshTokens;
        this.signer = signer;
        this.properties = properties;
        this.ids = ids;
        this.audit = audit;
    }

    Ticket ticket() {
        return new Ticket(ids.next(), refreshTokens.first());
    }

    long lifetimeSeconds() {
        return properties.refreshTokenLifetime().toSeconds();
    }

    Session open(Identity identity) {
        var ticket = ticket();
        directory.open(identity.id(), ticket, lifetimeSeconds());
        return admit(identity, ticket);
    }

    /** A session that is in the database already. */
    Session admit(Identity identity, Ticket ticket) {
        return new Session(
                signer.sign(identity, ticket.session()),
                properties.accessTokenLifetime(),
                ticket.refreshToken(),
                identity);
    }

    Session refresh(String refreshToken) {
        var successor = refreshTokens.successor(refreshToken);
        var exchange =
                directory
                        .refresh(
                                Digests.sha256(refreshToken),
                                Digests.sha256(successor),
                                properties.refreshGrace().toSeconds(),
                                lifetimeSeconds())
                        .orElseThrow(LocalSessions::refused);
        var stored = exchange.identity();
        if (stored == null) {
            LOG.warn(
                    "A used refresh token came again: ended session {} of user {}",
                    exchange.sessionId(),
                    exchange.userId());
            audit.record(
                    AuditEntry.refused(AuditEvent.SESSION_REFRESH_REUSE, exchange.userId())
                            .about(exchange.sessionId()));
            throw refused();
        }
        return admit(stored.identity(), new Ticket(exchange.sessionId(), successor));
    }

    boolean active(UserId user, UUID session) {
        return directory.active(user, session);
    }

    void end(UserId user, UUID session) {
        directory.end(user, session);
    }

    void endAll(UserId user) {
        directory.endAll(user);
    }

    private static ApiException refused() {
        return ApiException.of(ErrorCode.INVALID_CREDENTIALS);
    }
}
