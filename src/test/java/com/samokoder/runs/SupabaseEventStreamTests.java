package com.samokoder.runs;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class SupabaseEventStreamTests extends EventStreamTests {}
