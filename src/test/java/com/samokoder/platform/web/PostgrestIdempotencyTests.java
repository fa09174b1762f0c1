package com.samokoder.platform.web;

import com.samokoder.testing.SupabaseServiceTest;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;

@SupabaseServiceTest
@Import(Probe.class)
@ActiveProfiles(Probe.PROFILE)
class PostgrestIdempotencyTests extends IdempotencyTests {}
