package com.samokoder.auth.identity;

/** The answer to a sign-in, in OAuth's words. */
record SignedIn(
        String accessToken, String tokenType, long expiresIn, String refreshToken, Account user) {

    static SignedIn of(Session session, Account account) {
        return new SignedIn(
                session.accessToken(),
                "bearer",
                session.expiresIn().toSeconds(),
                session.refreshToken(),
                account);
    }

    @Override
    public String toString() {
        return "SignedIn[" + user.id() + "]";
    }
}
