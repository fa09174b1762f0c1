package com.samokoder.platform.database;

import com.samokoder.platform.secrets.Secret;

import java.util.Optional;
import java.util.UUID;

/** The access tokens of users whose requests are under way, for transports that show them on. */
public interface UserTokens {

    /** The token with which this user makes the request that the current thread answers. */
    Optional<Secret> find(UUID user);
}
