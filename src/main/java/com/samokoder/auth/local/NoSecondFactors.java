package com.samokoder.auth.local;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.identity.Challenge;
import com.samokoder.auth.identity.Enrolment;
import com.samokoder.auth.identity.SecondFactor;
import com.samokoder.auth.identity.SecondFactorCode;
import com.samokoder.auth.identity.SecondFactors;
import com.samokoder.auth.identity.Session;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.UUID;

/** The local identity knows passwords alone. */
@WithoutSupabase
@Component
final class NoSecondFactors implements SecondFactors {
    @Override
    public List<SecondFactor> list(CurrentUser user) {
        throw unknown();
    }

    @Override
    public Enrolment enrol(CurrentUser user, @Nullable String name) {
        throw unknown();
    }

    @Override
    public Challenge challenge(CurrentUser user, UUID factor) {
        throw unknown();
    }

    @Override
    public Session verify(CurrentUser user, UUID factor, SecondFactorCode code) {
        throw unknown();
    }

    @Override
    public void remove(CurrentUser user, UUID factor) {
        throw unknown();
    }

    private static ApiException unknown() {
        return ApiException.of(ErrorCode.NOT_CONFIGURED, "auth.no_second_factors");
    }
}
