package com.samokoder.auth.supabase;

import java.io.IOException;
import java.security.PublicKey;
import java.util.Map;

/** Where published keys come from. */
interface KeySource {
    /**
     * @throws IOException without the answer's text, when there is no usable answer
     */
    Map<String, PublicKey> fetch() throws IOException;
}
