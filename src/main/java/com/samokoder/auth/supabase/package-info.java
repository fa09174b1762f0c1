/** Identity kept by Supabase Auth: its users, sessions, mails and second factors. */
@NullMarked
package com.samokoder.auth.supabase;

import org.jspecify.annotations.NullMarked;
