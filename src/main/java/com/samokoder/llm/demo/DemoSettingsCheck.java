package com.samokoder.llm.demo;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.environment.SettingsCheck;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.List;

/** The scripted provider is for laptops. */
final class DemoSettingsCheck implements SettingsCheck {
    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var properties =
                Binder.get(environment).bindOrCreate("samokoder.demo", DemoProperties.class);
        try {
            DemoSwitch.of(properties, installation);
            return List.of();
        } catch (IllegalStateException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }
}
