/** The Supabase project that this installation stands on, where it stands on one. */
@NamedInterface("supabase")
@NullMarked
package com.samokoder.platform.supabase;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
