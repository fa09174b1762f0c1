package com.samokoder.runs;

import com.samokoder.testing.RestartablePostgres;
import com.samokoder.testing.supabase.SupabaseInstallation;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.util.Map;

/** The same faults, where every process reaches its database over HTTP alone. */
@EnabledIfSystemProperty(
        named = "samokoder.faults.postgrest",
        matches = "true",
        disabledReason = "takes half a minute: scripts/fault-test.sh postgrest")
class FaultsOverPostgrestTests extends FaultTests {
    @Override
    Map<String, Object> installation(RestartablePostgres postgres) {
        return SupabaseInstallation.on(postgres.url());
    }
}
