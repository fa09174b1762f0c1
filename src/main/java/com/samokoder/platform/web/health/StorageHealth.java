package com.samokoder.platform.web.health;

import com.samokoder.platform.web.HealthCheck;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Generated files live in the database; uploads and archives pass through the temporary folder. */
@Component
class StorageHealth implements HealthCheck {
    private static final long NEEDED_BYTES = 64L << 20;

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public Outcome check() {
        try {
            Path probe = Files.createTempFile("samokoder-health", null);
            try {
                Files.writeString(probe, "written");
                boolean room = Files.getFileStore(probe).getUsableSpace() >= NEEDED_BYTES;
                return room ? Outcome.ok() : Outcome.failed("the temporary folder is full");
            } finally {
                Files.delete(probe);
            }
        } catch (IOException unwritable) {
            return Outcome.failed("the temporary folder cannot be written: " + unwritable);
        }
    }
}
