/** The files of a project; every step is a version. */
@ApplicationModule(
        allowedDependencies = {
            "auth",
            "projects",
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
package com.samokoder.files;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
