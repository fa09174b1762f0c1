/** What to think: the pipeline from a brief to file changes. Writes nothing. */
@ApplicationModule(
        allowedDependencies = {
            "llm",
            "files",
            "files :: checks",
            "platform :: environment",
            "platform :: errors",
            "platform :: json",
            "platform :: time"
        })
@NullMarked
package com.samokoder.agents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
