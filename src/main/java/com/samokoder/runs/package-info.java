/** How a run lives: queue, lease, steps, event log, streams. */
@ApplicationModule(
        allowedDependencies = {
            "auth",
            "projects",
            "keys",
            "usage",
            "files",
            "files :: checks",
            "gateway",
            "agents",
            "llm",
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
package com.samokoder.runs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
