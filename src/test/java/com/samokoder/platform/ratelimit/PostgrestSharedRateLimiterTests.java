package com.samokoder.platform.ratelimit;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestSharedRateLimiterTests extends SharedRateLimiterTests {}
