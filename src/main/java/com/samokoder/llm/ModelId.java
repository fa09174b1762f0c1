package com.samokoder.llm;

/**
 * A model of a provider, written {@code provider/name}.
 *
 * @param provider the catalogue's id, such as {@code openai}
 * @param name as the provider spells it; may itself hold slashes
 */
public record ModelId(String provider, String name) {
    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
