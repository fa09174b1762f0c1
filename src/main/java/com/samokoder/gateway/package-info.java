/** The one door to the providers. */
@ApplicationModule(
        allowedDependencies = {
            "auth",
            "keys",
            "llm",
            "usage",
            "platform :: database",
            "platform :: environment",
            "platform :: errors",
            "platform :: http",
            "platform :: json",
            "platform :: ratelimit",
            "platform :: secrets",
            "platform :: time",
            "platform :: tracing",
            "platform :: web"
        })
@NullMarked
package com.samokoder.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
