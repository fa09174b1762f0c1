package com.samokoder.auth.token;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestAccessTokenTests extends AccessTokenTests {}
