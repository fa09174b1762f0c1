package com.samokoder.files.git;

import com.samokoder.auth.UserId;

import org.eclipse.jgit.lib.PersonIdent;

import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Who a version's commit is by. Commits are made of this again and again and must keep their
 * hashes: nothing here may depend on what can change, such as a user's name, and no line of it may
 * ever be edited without keeping the old form for old versions.
 */
final class Authors {
    private static final String AGENTS = "agents.samokoder.invalid";
    private static final String USERS = "users.samokoder.invalid";

    private Authors() {}

    static PersonIdent of(UserId owner, History.Step step) {
        var agent = step.agent();
        if (step.author().equals("agent")) {
            var name = agent == null || agent.isBlank() ? "agent" : agent;
            return ident(name, address(name) + "@" + AGENTS, step);
        }
        return ident("Samokoder user", owner + "@" + USERS, step);
    }

    private static PersonIdent ident(String name, String address, History.Step step) {
        return new PersonIdent(name, address, step.createdAt(), ZoneOffset.UTC);
    }

    private static String address(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
