package com.samokoder.files;

/**
 * A file of one version, without its content.
 *
 * @param sha256 the content's digest in hexadecimal
 * @param isText whether the content is UTF-8 without NUL
 */
record StoredFile(int version, String path, int size, String sha256, boolean isText) {}
