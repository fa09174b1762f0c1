package com.samokoder.files.checks;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keys and passwords in files: what has a known form anywhere, and any secret-looking value of an
 * {@code .env} file. Every pattern has a fixed beginning and a bounded length. Messages name the
 * place and the kind, never the value.
 */
final class Secrets {
    private static final int LONGEST_LINE = 20_000;
    private static final int SHORTEST_VALUE = 12;
    private static final double KEY_ENTROPY = 3.0;
    private static final double VALUE_ENTROPY = 3.2;

    private record Form(String kind, String sign, Pattern pattern) {
        static Form of(String kind, String sign, String rest) {
            var start = "(?<![A-Za-z0-9_])" + Pattern.quote(sign);
            return new Form(kind, sign, Pattern.compile(start + rest));
        }
    }

    private static final List<Form> FORMS =
            List.of(
                    Form.of("a model provider's key", "sk-", "[A-Za-z0-9_-]{20,200}"),
                    Form.of("a Groq key", "gsk_", "[A-Za-z0-9]{40,80}"),
                    Form.of("an xAI key", "xai-", "[A-Za-z0-9]{40,120}"),
                    Form.of("a Google key", "AIza", "[A-Za-z0-9_-]{35}"),
                    Form.of("a Google token", "ya29.", "[A-Za-z0-9_-]{20,300}"),
                    Form.of("an AWS key", "AKIA", "[A-Z0-9]{16}"),
                    Form.of("a GitHub token", "gh", "[pousr]_[A-Za-z0-9]{36,80}"),
                    Form.of("a GitHub token", "github_pat_", "[A-Za-z0-9_]{40,120}"),
                    Form.of("a GitLab token", "glpat-", "[A-Za-z0-9_-]{20,60}"),
                    Form.of("a Slack token", "xox", "[abprs]-[A-Za-z0-9-]{20,120}"),
                    Form.of("a Stripe key", "sk_", "live_[A-Za-z0-9]{20,120}"),
                    Form.of("a Stripe key", "rk_", "live_[A-Za-z0-9]{20,120}"),
                    Form.of("a Stripe secret", "whsec_", "[A-Za-z0-9+/]{24,80}"),
                    Form.of("a SendGrid key", "SG.", "[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{40,50}"),
                    Form.of("an npm token", "npm_", "[A-Za-z0-9]{36}"),
                    Form.of("a PyPI token", "pypi-", "AgEI[A-Za-z0-9_-]{40,250}"),
                    Form.of("a Hugging Face token", "hf_", "[A-Za-z0-9]{30,60}"),
                    Form.of("a Supabase key", "sbp_", "[a-f0-9]{40}"),
                    Form.of("a Supabase key", "sb_secret_", "[A-Za-z0-9_-]{20,80}"));

    private static final Pattern TELEGRAM =
            Pattern.compile("(?<![0-9A-Za-z])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])");

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----");

    private static final Pattern ENV_LINE =
            Pattern.compile("\\s{0,20}(?:export )?([A-Za-z_][A-Za-z0-9_]{0,100})=(.*)");

    private static final List<String> SECRET_NAMES =
            List.of("KEY", "SECRET", "TOKEN", "PASSWORD", "PASSWD", "PWD", "CREDENTIAL");

    private static final List<String> PLAIN =
            List.of(
                    "your",
                    "example",
                    "change",
                    "placeholder",
                    "xxx",
                    "dummy",
                    "sample",
                    "fake",
                    "insert",
                    "replace",
                    "todo",
                    "secret_here",
                    "key_here",
                    "<",
                    "${",
                    "...",
                    "…",
                    "localhost",
                    "redacted",
                    "****",
                    "ваш",
                    "default",
                    "dev-",
                    "dev_",
                    "test",
                    "demo",
                    "local",
                    "0000",
                    "1234");

    private static final Set<String> LOCK_FILES =
            Set.of("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock");

    private Secrets() {}

    static void find(Outline outline) {
        var name = FileKind.name(outline.path());
        if (LOCK_FILES.contains(name)) {
            return;
        }
        boolean environment = isEnvironment(name);
        int number = 0;
        for (var whole : (Iterable<String>) outline.source().text().lines()::iterator) {
            number++;
            var line = whole.substring(0, Math.min(whole.length(), LONGEST_LINE));
            if (!findForm(number, line, outline) && environment) {
                findValue(number, line, outline);
            }
        }
    }

    private static boolean isEnvironment(String name) {
        return (name.equals(".env") || name.startsWith(".env."))
                && !name.endsWith("example")
                && !name.endsWith("sample")
                && !name.endsWith("template")
                && !name.endsWith("dist");
    }

    private static boolean findForm(int number, String line, Outline outline) {
        if (line.contains("-----BEGIN") && PRIVATE_KEY.matcher(line).find()) {
            report(number, "a private key", outline);
            return true;
        }
        for (var form : FORMS) {
            if (line.contains(form.sign()) && holdsKey(form.pattern(), line)) {
                report(number, form.kind(), outline);
                return true;
            }
        }
        if (line.contains(":AA") && TELEGRAM.matcher(line).find()) {
            report(number, "a Telegram bot's token", outline);
            return true;
        }
        return false;
    }

    private static boolean holdsKey(Pattern pattern, String line) {
        var matcher = pattern.matcher(line);
        while (matcher.find()) {
            var key = matcher.group();
            if (hasDigit(key) && !isPlain(key) && entropy(key) >= KEY_ENTROPY) {
                return true;
            }
        }
        return false;
    }

    private static void findValue(int number, String line, Outline outline) {
        var matcher = ENV_LINE.matcher(line);
        if (matcher.matches() && isSecretName(matcher.group(1))) {
            var value = unquote(matcher.group(2).strip());
            if (value.length() >= SHORTEST_VALUE
                    && !isPlain(value)
                    && hasDigit(value)
                    && entropy(value) >= VALUE_ENTROPY) {
                report(number, "a secret value of " + matcher.group(1), outline);
            }
        }
    }

    private static boolean isSecretName(String name) {
        var upper = name.toUpperCase(Locale.ROOT);
        return !upper.contains("PUBLIC") && SECRET_NAMES.stream().anyMatch(upper::contains);
    }

    private static String unquote(String value) {
        boolean quoted =
                value.length() > 1
                        && (value.startsWith("\"") || value.startsWith("'"))
                        && value.endsWith(value.substring(0, 1));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isPlain(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        return PLAIN.stream().anyMatch(lower::contains);
    }

    private static boolean hasDigit(String value) {
        return value.chars().anyMatch(Character::isDigit);
    }

    /** Bits per character. */
    private static double entropy(String value) {
        var counts = new int[128];
        value.chars().filter(c -> c < counts.length).forEach(c -> counts[c]++);
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static void report(int number, String kind, Outline outline) {
        outline.error(
                number,
                Finding.SECRET,
                "This line holds what looks like %s; read it from the environment instead."
                        .formatted(kind));
    }
}
