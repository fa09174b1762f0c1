package com.samokoder.gateway.surface;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.Scope;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.usage.BudgetState;
import com.samokoder.usage.SpendingAccount;
import com.samokoder.usage.TokenSpending;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Tells a client about the token it holds. */
@RestController
class TokenController {
    private final SpendingAccount spending;
    private final GatewayProperties properties;

    TokenController(SpendingAccount spending, GatewayProperties properties) {
        this.spending = spending;
        this.properties = properties;
    }

    @GetMapping("/v1/key")
    TokenView tell(CurrentUser user) {
        var token = user.accessTokenId();
        if (token == null) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.no_access_token");
        }
        var scopes = user.scopes().stream().map(Scope::word).sorted().toList();
        return new TokenView(
                TokenView.Data.of(
                        token,
                        scopes,
                        properties.callsPerUser(),
                        spending.ofToken(user.id(), token)));
    }

    record TokenView(Data data) {
        /**
         * @param calls at once of one user
         */
        record Data(
                UUID id,
                String name,
                List<String> scopes,
                @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant expiresAt,
                Usage usage,
                Limits limits,
                List<BudgetState> budgets) {
            static Data of(UUID id, List<String> scopes, int calls, TokenSpending spending) {
                return new Data(
                        id,
                        spending.name(),
                        scopes,
                        spending.expiresAt(),
                        new Usage(
                                spending.spentDayUsd(),
                                spending.spentMonthUsd(),
                                spending.spentTotalUsd()),
                        new Limits(calls),
                        spending.budgets());
            }
        }

        record Usage(String dayUsd, String monthUsd, String totalUsd) {}

        record Limits(int concurrentCalls) {}
    }
}
