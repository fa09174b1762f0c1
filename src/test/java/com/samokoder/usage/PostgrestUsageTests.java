package com.samokoder.usage;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestUsageTests extends UsageTests {}
