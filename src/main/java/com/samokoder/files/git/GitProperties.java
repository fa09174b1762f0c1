package com.samokoder.files.git;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;

/**
 * How repositories are served.
 *
 * @param cacheFolder where the process makes its own folder of repositories; it may be emptied
 *     between two runs
 * @param cacheSize how much may lie there; what was not asked for longest goes first
 * @param atOnce how many requests are served at the same time, half of them of one user
 */
@ConfigurationProperties("samokoder.git")
record GitProperties(
        Path cacheFolder,
        @DefaultValue("512MB") DataSize cacheSize,
        @DefaultValue("6") int atOnce) {}
