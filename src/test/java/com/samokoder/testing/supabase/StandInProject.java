package com.samokoder.testing.supabase;

import com.samokoder.platform.database.PostgrestFixture;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * A stand-in of a whole Supabase project as a program, for trying the service on one without having
 * one: {@code scripts/supabase-stand-in.sh} runs it. Everything is gone when it ends.
 */
final class StandInProject {
    private StandInProject() {}

    /**
     * @param arguments the port, 0 for any that is free, and the version of PostgREST
     */
    public static void main(String... arguments) throws InterruptedException {
        int port = Integer.parseInt(arguments.length > 0 ? arguments[0] : "0");
        var version = version(arguments.length > 1 ? arguments[1] : "16");
        var database = SupabaseDatabase.withSchema();
        var project = SupabaseStandIn.start(port);
        project.mount("/auth/v1", new AuthStandIn(project, AuthUsers.in(database)));
        project.mount("/rest/v1", PostgrestFixture.standIn(version, database, project.keys()));
        System.out.printf(
                "export SUPABASE_URL=%s SUPABASE_ANON_KEY=%s SUPABASE_SERVICE_ROLE_KEY=%s%n",
                project.url(), project.keys().publishableKey(), project.keys().secretKey());
        new CountDownLatch(1).await();
    }

    private static PostgrestVersion version(String major) {
        return Arrays.stream(PostgrestVersion.values())
                .filter(version -> version.number().startsWith(major + "."))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("PostgREST 12, 14 or 16"));
    }
}
