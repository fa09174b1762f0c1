package com.samokoder.platform.ratelimit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One limit.
 *
 * @param name as the {@code RateLimit} headers call it
 * @param request method and path of the requests it counts; null for all
 * @param byAddress whether it counts the address even of a signed-in user
 * @param exact whether all replicas agree on every request, or refuse where they cannot
 */
record RateLimitRule(
        String name,
        int quota,
        Duration window,
        @Nullable Pattern request,
        boolean byAddress,
        boolean exact) {
    private static final String ID = "[^/]+";

    static List<RateLimitRule> of(RateLimitProperties limits) {
        var minute = Duration.ofMinutes(1);
        return List.of(
                new RateLimitRule("minute", limits.perMinute(), minute, null, false, false),
                new RateLimitRule(
                        "hour", limits.perHour(), Duration.ofHours(1), null, false, false),
                perMinute(
                        "sign-in",
                        limits.signInPerMinute(),
                        "/api/auth/(login|verify|mfa/factors/" + ID + "/verify)",
                        true),
                perMinute(
                        "sign-up", limits.signInPerMinute(), "/api/auth/(register|recover)", true),
                perMinute(
                        "new-projects",
                        limits.projectCreationPerMinute(),
                        "/api/projects(/import)?",
                        false),
                perMinute(
                        "key-checks",
                        limits.keyCheckPerMinute(),
                        "/api/keys/" + ID + "/check",
                        false),
                perMinute(
                        "runs",
                        limits.generationPerMinute(),
                        "/api/projects/"
                                + ID
                                + "/(generate|chat)|/api/runs/"
                                + ID
                                + "/(resume|checkpoints/"
                                + ID
                                + "/resolve)",
                        false));
    }

    private static RateLimitRule perMinute(
            String name, int quota, String postPath, boolean byAddress) {
        var request = Pattern.compile("POST (" + postPath + ")/?");
        return new RateLimitRule(name, quota, Duration.ofMinutes(1), request, byAddress, true);
    }

    /**
     * @param asked method and path, with a space between
     */
    boolean counts(String asked) {
        return request == null || request.matcher(asked).matches();
    }

    String counted(Client client) {
        return byAddress ? client.address() : client.user();
    }

    String policy() {
        return "\"" + name + "\";q=" + quota + ";w=" + window.toSeconds();
    }
}
