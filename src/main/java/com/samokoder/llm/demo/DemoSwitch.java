package com.samokoder.llm.demo;

import com.samokoder.platform.environment.Installation;

/** Whether the scripted provider may be used on this installation. */
public record DemoSwitch(boolean on) {

    static DemoSwitch of(DemoProperties properties, Installation installation) {
        var wanted = properties.enabled();
        if (installation.production() && Boolean.TRUE.equals(wanted)) {
            throw new IllegalStateException(
                    "samokoder.demo.enabled is true in production: the demo provider only pretends"
                            + " to be a model; unset it");
        }
        return new DemoSwitch(wanted == null ? !installation.production() : wanted);
    }
}
