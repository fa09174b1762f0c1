package com.samokoder.platform.environment;

import org.springframework.core.env.Environment;

import java.util.List;

/**
 * What can be wrong with the settings of one part of the service. Found through {@code
 * META-INF/spring.factories} and asked before anything starts, so that an operator learns of all
 * problems at once.
 */
public interface SettingsCheck {

    /** Each problem as a sentence that names the variable and says what to set; no values. */
    List<String> problems(Environment environment, Installation installation);
}
