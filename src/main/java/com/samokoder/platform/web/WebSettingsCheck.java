package com.samokoder.platform.web;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.core.env.Environment;

import java.util.List;

/** Which browsers' pages may call the service. */
final class WebSettingsCheck implements SettingsCheck {
    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var origins = environment.getProperty("samokoder.web.cors-origins", "").split(",");
        try {
            CrossOriginConfiguration.checked(List.of(origins), installation.production());
            return List.of();
        } catch (IllegalStateException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }
}
