package com.samokoder.auth.identity;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** A request to register. */
public record RegistrationRequest(
        @NotBlank @Email @Size(max = 254) String email,
        @NotNull @Size(min = 8, max = 128) String password,
        @Nullable @Size(max = 200) String fullName) {
    @Override
    public String toString() {
        return "RegistrationRequest[hidden]";
    }
}
