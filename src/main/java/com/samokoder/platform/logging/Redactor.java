package com.samokoder.platform.logging;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Masks what looks like a credential in any text: providers' keys, bearer tokens, JWTs, database
 * passwords, and the secret half of our own access tokens, whose public half stays readable. The
 * second wall behind {@link com.samokoder.platform.secrets.Secret}, in front of every log and of
 * Sentry. It rather masks too much than too little.
 */
public final class Redactor {
    private static final String WORD = "[A-Za-z0-9_-]";

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES =
            List.of(
                    Rule.of("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{6,}+", "$1 ***"),
                    Rule.of("eyJ" + WORD + "{5,}+\\." + WORD + "++(\\." + WORD + "*+)?", "jwt***"),
                    Rule.of("(sk-samo-[A-Za-z0-9]++)-" + WORD + "++", "$1-***"),
                    Rule.of("(sk-)(?!samo-)(ant-|or-|proj-)?" + WORD + "{8,}+", "$1$2***"),
                    Rule.of("(gsk_|xai-|sb_secret_|AIza)" + WORD + "{8,}+", "$1***"),
                    Rule.of("(://[^/\\s:@\"]{0,100}:)[^/\\s@\"]{1,200}@", "$1***@"),
                    Rule.of(
                            "(?i)((?:api[_-]?key|x-goog-api-key|apikey|password|secret|token)"
                                    + "\"?\\s?[=:]\\s?\\\\?\"?)[^\\s\"&,;}\\\\]{4,}+",
                            "$1***"));

    private Redactor() {}

    public static String redact(String text) {
        var redacted = text;
        for (Rule rule : RULES) {
            redacted = rule.pattern().matcher(redacted).replaceAll(rule.replacement());
        }
        return redacted;
    }
}
