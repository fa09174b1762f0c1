package com.samokoder.usage;

import com.samokoder.testing.SupabaseServiceTest;

@SupabaseServiceTest
class PostgrestBudgetTests extends BudgetTests {}
