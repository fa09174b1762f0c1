/** What a user is building. */
@ApplicationModule(
        allowedDependencies = {
            "auth",
            "platform :: database",
            "platform :: environment",
            "platform :: errors",
            "platform :: http",
            "platform :: json",
            "platform :: ratelimit",
            "platform :: secrets",
            "platform :: time",
            "platform :: web"
        })
@NullMarked
package com.samokoder.projects;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
