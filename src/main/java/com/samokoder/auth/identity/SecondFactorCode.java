package com.samokoder.auth.identity;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import java.util.UUID;

/** The answer to a challenge. */
public record SecondFactorCode(
        @NotNull UUID challengeId, @NotNull @Pattern(regexp = "[0-9]{6}") String code) {
    @Override
    public String toString() {
        return "SecondFactorCode[hidden]";
    }
}
