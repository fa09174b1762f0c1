package com.samokoder.auth.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** A request to sign in. */
public record Credentials(
        @NotBlank @Size(max = 254) String email, @NotNull @Size(max = 128) String password) {
    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
