package com.samokoder.auth.identity;

/** A new password, with the one that it replaces as proof. */
public record PasswordChange(String currentPassword, String newPassword) {
    @Override
    public String toString() {
        return "PasswordChange[hidden]";
    }
}
