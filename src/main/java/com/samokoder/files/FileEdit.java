package com.samokoder.files;

import org.jspecify.annotations.Nullable;

/**
 * A file as its owner's change left it.
 *
 * @param version the newest version, whether the change made it or changed nothing
 * @param size null where the file was deleted
 * @param sha256 null where the file was deleted
 */
record FileEdit(int version, String path, @Nullable Integer size, @Nullable String sha256) {}
