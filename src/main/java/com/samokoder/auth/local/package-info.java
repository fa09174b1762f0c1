/** Identity without Supabase: password hashes, sessions and signing keys in our own database. */
@NullMarked
package com.samokoder.auth.local;

import org.jspecify.annotations.NullMarked;
