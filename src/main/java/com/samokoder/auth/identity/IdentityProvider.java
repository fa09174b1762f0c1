package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.UserId;

/**
 * Who keeps the users and their passwords. Failures are {@link
 * com.samokoder.platform.errors.ApiException}s: {@code invalid_credentials} whatever was wrong with
 * them, so that no answer tells whether an account exists.
 */
public interface IdentityProvider {
    /**
     * @throws com.samokoder.platform.errors.ApiException {@code conflict} where no account can be
     *     made for the address
     */
    Registration register(RegistrationRequest account);

    Session login(Credentials credentials);

    /** Exchanges a refresh token for a new pair; each counts once. */
    Session refresh(String refreshToken);

    Identity get(CurrentUser user);

    /** Whether the caller's session may still be used; asked again every few seconds. */
    SessionState sessionState(CurrentUser user);

    /** Whether the user may act at all, whatever the credential. */
    boolean accountActive(UserId user);

    void endSession(CurrentUser user);

    void endAllSessions(CurrentUser user);

    /** Changes the password and ends every session but this one. */
    void changePassword(CurrentUser user, PasswordChange change);

    /**
     * Checks the password of somebody who is signed in already.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code invalid_credentials}
     */
    void requirePassword(CurrentUser user, String password);

    /** Removes the user and, by the database's foreign keys, everything that belongs to them. */
    void delete(UserId user);

    /** Mails a way back in, where the address has an account; says nothing either way. */
    void recover(String email);

    /** Exchanges a mailed token for a session. */
    Session verify(MailedToken token);
}
