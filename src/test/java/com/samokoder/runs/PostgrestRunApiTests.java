package com.samokoder.runs;

import com.samokoder.testing.SupabaseServiceTest;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@SupabaseServiceTest
class PostgrestRunApiTests extends RunApiTests {}
