package com.samokoder.security;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestInjectionTests extends InjectionTests {}
