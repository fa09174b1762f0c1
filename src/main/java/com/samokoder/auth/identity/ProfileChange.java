package com.samokoder.auth.identity;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * A change of the account. What is absent stays; empty text clears.
 *
 * @param password a new password, which needs the current one beside it
 */
record ProfileChange(
        @Nullable @Size(max = 200) String fullName,
        @Nullable @Pattern(regexp = "en|ru") String language,
        @Nullable @Size(max = 64) String defaultProvider,
        @Nullable @Size(max = 200) String defaultModel,
        @Nullable @Size(min = 8, max = 128) String password,
        @Nullable @Size(max = 128) String currentPassword) {

    boolean touchesProfile() {
        return fullName != null
                || language != null
                || defaultProvider != null
                || defaultModel != null;
    }

    /** The first change makes the row, which then must hold the name given at registration. */
    ProfileChange named(@Nullable String registered) {
        var name = (fullName == null) ? registered : fullName;
        return new ProfileChange(
                name, language, defaultProvider, defaultModel, password, currentPassword);
    }

    @Override
    public String toString() {
        return "ProfileChange[hidden]";
    }
}
