/** One vocabulary for language models, and the providers behind it. */
@ApplicationModule(
        allowedDependencies = {
            "platform :: environment",
            "platform :: errors",
            "platform :: http",
            "platform :: json",
            "platform :: logging",
            "platform :: secrets",
            "platform :: time"
        })
@NullMarked
package com.samokoder.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
