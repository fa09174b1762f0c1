package com.samokoder.agents;

import java.util.Locale;

/** The languages that users write to the crew in. */
enum BriefLanguage {
    RU("Russian"),
    EN("English");

    private final String englishName;

    BriefLanguage(String englishName) {
        this.englishName = englishName;
    }

    /**
     * Russian texts about software are full of Latin words, so a third of Cyrillic letters is
     * enough to call a text Russian.
     */
    static BriefLanguage of(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        long cyrillic =
                text.codePoints()
                        .filter(c ->
                                Character.UnicodeScript.of(c) == Character.UnicodeScript.CYRILLIC)
                        .count();
        return cyrillic * 3 > letters ? RU : EN;
    }

    static BriefLanguage ofTag(String tag) {
        return tag.equals(RU.tag()) ? RU : EN;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    String englishName() {
        return englishName;
    }

    Locale locale() {
        return Locale.of(tag());
    }
}
