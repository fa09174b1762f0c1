package com.samokoder.platform.web.idempotency;

import java.util.Map;

/** An answer as it is kept for repetitions. */
record StoredAnswer(int status, Map<String, String> headers, String body) {}
