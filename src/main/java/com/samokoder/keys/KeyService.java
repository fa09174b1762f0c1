package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.keys.KeyRepository.Fields;
import com.samokoder.keys.KeyRepository.Seal;
import com.samokoder.keys.KeyRepository.Written;
import com.samokoder.keys.KeySealer.Place;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.time.Ids;
import com.samokoder.platform.web.ETags;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.List;

/** Keeps a user's keys. */
@Service
class KeyService {
    private static final int KEYS_PER_USER = 50;

    private final KeyRepository keys;
    private final RememberedKeys remembered;
    private final KeySealer sealer;
    private final KeyRules rules;
    private final KeyChecks checks;
    private final Ids ids;
    private final AuditTrail audit;

    KeyService(
            KeyRepository keys,
            RememberedKeys remembered,
            KeySealer sealer,
            KeyRules rules,
            KeyChecks checks,
            Ids ids,
            AuditTrail audit) {
        this.keys = keys;
        this.remembered = remembered;
        this.sealer = sealer;
        this.rules = rules;
        this.checks = checks;
        this.ids = ids;
        this.audit = audit;
    }

    List<KeyRow> list(UserId user) {
        return keys.list(user);
    }

    KeyRow get(UserId user, KeyId id) {
        return keys.find(user, id).orElseThrow(ApiException::notFound);
    }

    /** Keeps a key, and then looks whether it works; a key that does not is kept all the same. */
    KeyRow add(UserId user, KeyAddition wanted) {
        var provider = rules.provider(wanted.provider());
        var secret = rules.secret(provider, wanted.apiKey());
        var baseUrl = rules.baseUrl(provider, wanted.baseUrl());
        var id = new KeyId(ids.next());
        var fields =
                new Fields(
                        provider.id(),
                        wanted.name(),
                        baseUrl,
                        wanted.priorityOrDefault(),
                        wanted.allowed());
        var seal = seal(user, id, provider.id(), secret);
        var added = kept(keys.add(user, id, fields, seal, KEYS_PER_USER));
        remembered.forgetList(user);
        trace(AuditEvent.PROVIDER_KEY_ADD, user, id);
        return wanted.wantsCheck() ? check(user, id) : added;
    }

    KeyRow change(UserId user, KeyId id, KeyChange change, @Nullable String ifMatch) {
        var row = get(user, id);
        ETags.requireMatch(ifMatch, ETags.of(row.version()));
        var provider = rules.provider(row.provider());
        var baseUrl = change.baseUrl() == null ? null : rules.baseUrl(provider, change.baseUrl());
        requireKeyForNewAddress(row, change, baseUrl);
        var secret = change.apiKey() == null ? null : rules.secret(provider, change.apiKey());
        var fields =
                new Fields(null, change.name(), baseUrl, change.priority(), change.allowedModels());
        var seen = ifMatch == null ? null : row.version();
        var changed =
                kept(keys.change(user, id, seen, fields, seal(user, id, provider.id(), secret)));
        remembered.forget(user, id);
        trace(AuditEvent.PROVIDER_KEY_CHANGE, user, id);
        return change.wantsCheck() ? check(user, id) : changed;
    }

    void delete(UserId user, KeyId id, @Nullable String ifMatch) {
        var row = get(user, id);
        ETags.requireMatch(ifMatch, ETags.of(row.version()));
        keys.delete(user, id, ifMatch == null ? null : row.version());
        remembered.forget(user, id);
        trace(AuditEvent.PROVIDER_KEY_DELETE, user, id);
    }

    KeyRow check(UserId user, KeyId id) {
        var told = checks.check(user, id);
        if (told.filter(KeyStatus.INVALID::equals).isPresent()) {
            audit.record(
                    AuditEntry.refused(AuditEvent.PROVIDER_KEY_CHECK, user.value())
                            .about(id.value()));
        }
        return get(user, id);
    }

    private void trace(AuditEvent event, UserId user, KeyId id) {
        audit.record(AuditEntry.succeeded(event, user.value()).about(id.value()));
    }

    /** Otherwise whoever holds a session could have the stored key sent to a host of theirs. */
    private static void requireKeyForNewAddress(
            KeyRow row, KeyChange change, @Nullable String baseUrl) {
        boolean moves = baseUrl != null && !baseUrl.equals(row.baseUrl());
        if (moves && row.lastFour() != null && change.apiKey() == null) {
            throw ApiException.invalid(
                    new FieldProblem("/api_key", "required", "keys.new_address_needs_key"));
        }
    }

    private Seal seal(UserId user, KeyId id, String provider, @Nullable Secret secret) {
        if (secret == null) {
            return Seal.NONE;
        }
        var place = new Place(user.value(), id.value(), provider);
        return new Seal(sealer.seal(place, secret), sealer.fingerprints(user.value(), secret));
    }

    private static KeyRow kept(Written written) {
        if (written.key() != null) {
            return written.key();
        }
        if (written.outcome().equals("too_many")) {
            throw ApiException.of(ErrorCode.CONFLICT, "keys.too_many", KEYS_PER_USER);
        }
        throw ApiException.of(ErrorCode.CONFLICT, "keys.duplicate");
    }
}
