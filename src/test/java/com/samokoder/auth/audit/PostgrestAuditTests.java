package com.samokoder.auth.audit;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestAuditTests extends AuditTests {}
