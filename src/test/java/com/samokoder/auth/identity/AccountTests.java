package com.samokoder.auth.identity;

import com.samokoder.testing.ServiceTest;

@ServiceTest
class AccountTests extends AccountContract {}
