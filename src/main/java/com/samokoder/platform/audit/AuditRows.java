package com.samokoder.platform.audit;

import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.RequestIdentity;
import com.samokoder.platform.web.RequestOrigin;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Adds to an entry what the request tells of itself. */
@Component
class AuditRows {
    private static final int HASH_BYTES = 16;

    private final Ids ids;
    private final Clock clock;
    private final SecretKey key;

    AuditRows(Ids ids, Clock clock, MasterKeys keys) {
        this.ids = ids;
        this.clock = clock;
        this.key =
                new SecretKeySpec(
                        keys.derive("samokoder/audit-address").getEncoded(), "HmacSHA256");
    }

    AuditRow of(AuditEntry entry) {
        var origin = RequestOrigin.current();
        var token = RequestIdentity.current().map(RequestIdentity::accessTokenId).orElse(null);
        return new AuditRow(
                ids.next(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                entry.event().word(),
                entry.outcome().word(),
                entry.user(),
                entry.subject(),
                token,
                hash(entry.email()),
                origin.map(RequestOrigin::address).orElse(null),
                origin.map(RequestOrigin::requestId).orElse(null));
    }

    /** Tells whether two rows mean one address, to nobody without the master key which. */
    private @Nullable String hash(@Nullable String email) {
        if (email == null) {
            return null;
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var hash = mac.doFinal(email.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }
}
