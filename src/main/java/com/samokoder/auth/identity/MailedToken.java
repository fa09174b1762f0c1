package com.samokoder.auth.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A token that came by mail.
 *
 * @param type signup, recovery, magiclink, invite or email_change
 */
public record MailedToken(
        @NotNull @Pattern(regexp = "signup|recovery|magiclink|invite|email_change") String type,
        @NotBlank @Size(max = 512) String token,
        @NotBlank @Size(max = 254) String email) {
    @Override
    public String toString() {
        return "MailedToken[" + type + "]";
    }
}
