/** The vault for the keys users bring; the only module that decrypts them. */
@ApplicationModule(
        allowedDependencies = {
            "auth",
            "llm",
            "platform :: audit",
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
package com.samokoder.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
