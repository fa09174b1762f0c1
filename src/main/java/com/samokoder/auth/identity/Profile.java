package com.samokoder.auth.identity;

import org.jspecify.annotations.Nullable;

/** What a user told about themselves, and what they prefer. */
record Profile(
        @Nullable String fullName,
        String language,
        @Nullable String defaultProvider,
        @Nullable String defaultModel,
        boolean isAdmin,
        long version) {

    /** Of a user who never changed anything. */
    static final Profile UNTOUCHED = new Profile(null, "en", null, null, false, 0);

    boolean touched() {
        return version > 0;
    }
}
