package com.samokoder.keys;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestKeyRotationTests extends KeyRotationTests {}
