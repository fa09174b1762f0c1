package com.samokoder.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;

import org.springframework.stereotype.Service;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps aliases. They are remembered for a few seconds, since every call may name one. */
@Service
class AliasService implements Aliases {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int USERS = 10_000;
    private static final int PER_USER = 100;

    private final AliasRepository aliases;
    private final ProviderCatalog catalog;
    private final Cache<UserId, List<Alias>> known =
            Caffeine.newBuilder().maximumSize(USERS).expireAfterWrite(REMEMBERED).build();

    AliasService(AliasRepository aliases, ProviderCatalog catalog) {
        this.aliases = aliases;
        this.catalog = catalog;
    }

    @Override
    public List<Alias> list(UserId user) {
        return aliases.list(user);
    }

    @Override
    public List<String> modelsOf(UserId user, String name) {
        if (!NAME.matcher(name).matches()) {
            return List.of(name);
        }
        return known.get(user, aliases::list).stream()
                .filter(alias -> alias.name().equals(name))
                .findFirst()
                .map(Alias::models)
                .orElseGet(() -> List.of(name));
    }

    Alias put(UserId user, String name, List<String> models) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("name", "gateway.alias_name");
        }
        models.forEach(this::requireProvider);
        var kept = aliases.put(user, name, models, PER_USER);
        known.invalidate(user);
        return kept.orElseThrow(
                () -> ApiException.of(ErrorCode.CONFLICT, "gateway.too_many_aliases", PER_USER));
    }

    void delete(UserId user, String name) {
        aliases.delete(user, name);
        known.invalidate(user);
    }

    /** An alias says which provider it means, so that a new key never changes that. */
    private void requireProvider(String model) {
        int slash = model.indexOf('/');
        boolean whole = slash > 0 && slash < model.length() - 1;
        if (!whole || catalog.provider(model.substring(0, slash)).isEmpty()) {
            throw invalid("/models", "gateway.alias_model");
        }
    }

    private static ApiException invalid(String pointer, String detail) {
        return ApiException.invalid(new FieldProblem(pointer, "invalid_format", detail));
    }
}
