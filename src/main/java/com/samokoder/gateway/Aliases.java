package com.samokoder.gateway;

import com.samokoder.auth.UserId;

import java.util.List;

/** The names that users give to models. */
public interface Aliases {

    /** By name. */
    List<Alias> list(UserId user);

    /** The models behind a name, the first of which is meant; the name itself if it is no alias. */
    List<String> modelsOf(UserId user, String name);
}
