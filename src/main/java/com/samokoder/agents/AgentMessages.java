package com.samokoder.agents;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the crew says to people, in their language. */
final class AgentMessages {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private AgentMessages() {}

    static String text(BriefLanguage language, String key, Object... arguments) {
        Locale locale = language.locale();
        var pattern =
                ResourceBundle.getBundle("messages.agents", locale, NO_FALLBACK).getString(key);
        return new MessageFormat(pattern, locale).format(arguments);
    }
}
