package com.samokoder.platform.audit;

/**
 * The one vocabulary of the audit log. The words are stored, shipped and alerted on: they are added
 * to and never renamed.
 */
public enum AuditEvent {
    ACCOUNT_REGISTER("account.register"),
    ACCOUNT_DELETE("account.delete"),
    /** A wrong password, wherever one was asked for, or one guess too many. */
    PASSWORD_CHECK("password.check"),
    PASSWORD_CHANGE("password.change"),
    /** A mail was asked for, whether there is such an account or not. */
    PASSWORD_RECOVER("password.recover"),
    SESSION_SIGN_IN("session.sign_in"),
    /** A sign-in by a mailed code. */
    SESSION_VERIFY_MAIL("session.verify_mail"),
    /** A refresh token came that had been used before: a copy in foreign hands. */
    SESSION_REFRESH_REUSE("session.refresh_reuse"),
    SESSION_SIGN_OUT("session.sign_out"),
    SESSION_SIGN_OUT_EVERYWHERE("session.sign_out_everywhere"),
    SECOND_FACTOR_ENROL("second_factor.enrol"),
    SECOND_FACTOR_VERIFY("second_factor.verify"),
    SECOND_FACTOR_REMOVE("second_factor.remove"),
    ACCESS_TOKEN_CREATE("access_token.create"),
    ACCESS_TOKEN_REVOKE("access_token.revoke"),
    PROVIDER_KEY_ADD("provider_key.add"),
    PROVIDER_KEY_CHANGE("provider_key.change"),
    /** A provider does not take the key that it was asked about. */
    PROVIDER_KEY_CHECK("provider_key.check"),
    PROVIDER_KEY_DELETE("provider_key.delete"),
    BUDGET_CHANGE("budget.change"),
    /** Somebody who is known asked for what is not his to do. */
    ACCESS_CHECK("access.check"),
    ADMIN_ROTATE_MASTER_KEY("admin.rotate_master_key");

    private final String word;

    AuditEvent(String word) {
        this.word = word;
    }

    /** How it is stored and told. */
    public String word() {
        return word;
    }
}
