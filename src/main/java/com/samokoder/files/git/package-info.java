/**
 * The versions of a project as the commits of a branch, for {@code git clone}, {@code fetch} and
 * {@code push}. The database is the truth; what lies on disk is a copy that any process can make
 * again, byte for byte.
 */
@NullMarked
package com.samokoder.files.git;

import org.jspecify.annotations.NullMarked;
