package com.samokoder.platform.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.util.OptionalLong;

/**
 * How much one user may keep. Functions learn of it from a header, which SQL believes from the
 * service alone, so that there is nothing to store and nothing to be out of date.
 *
 * @param perUser what all contents of a user's files may take up; 0 for any amount
 */
@ConfigurationProperties("samokoder.storage")
record StorageProperties(@DefaultValue("1GB") DataSize perUser) {
    static final String HEADER = "x-samokoder-storage-limit";

    OptionalLong limit() {
        return perUser.toBytes() > 0 ? OptionalLong.of(perUser.toBytes()) : OptionalLong.empty();
    }
}
