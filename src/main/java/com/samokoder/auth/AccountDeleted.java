package com.samokoder.auth;

/** A user deleted the account; published before the rows go, so that running work can stop. */
public record AccountDeleted(UserId user) {}
