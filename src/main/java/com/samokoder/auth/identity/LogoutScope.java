package com.samokoder.auth.identity;

/** Which sessions a logout ends: this one, or all of the user's. */
enum LogoutScope {
    LOCAL,
    GLOBAL
}
