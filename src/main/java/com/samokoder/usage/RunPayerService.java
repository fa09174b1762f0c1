package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.UUID;

@Service
class RunPayerService implements RunPayers {
    private final RunPayerRepository payers;

    RunPayerService(RunPayerRepository payers) {
        this.payers = payers;
    }

    @Override
    public void set(UserId user, UUID run, UUID accessTokenId) {
        payers.set(user, run, accessTokenId);
    }

    @Override
    public @Nullable UUID accessTokenOf(UserId user, UUID run) {
        var payer = payers.find(user, run);
        if (payer.filter(RunPayerRepository.RunPayer::revoked).isPresent()) {
            throw ApiException.of(ErrorCode.BUDGET_EXCEEDED, "usage.payer_revoked");
        }
        return payer.map(RunPayerRepository.RunPayer::accessTokenId).orElse(null);
    }
}
