package com.samokoder.files;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import java.util.List;

/** Locked paths as the API takes and shows them. */
record LockList(@NotNull @Size(max = 100) List<@NotNull @Size(min = 1, max = 240) String> paths) {}
