/** Who is calling. */
@ApplicationModule(
        allowedDependencies = {
            "platform :: audit",
            "platform :: database",
            "platform :: environment",
            "platform :: errors",
            "platform :: http",
            "platform :: json",
            "platform :: ratelimit",
            "platform :: secrets",
            "platform :: supabase",
            "platform :: time",
            "platform :: web"
        })
@NullMarked
package com.samokoder.auth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
